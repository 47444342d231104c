/** The canonical text of an article: what each kind of markup becomes, line by line. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../core/digest.ts';
import { articleHtmlOf, directionOf, readArticle, sealFile } from '../../../core/policy/article.ts';

const lines = (html: string, lang = 'en'): string[] => readArticle(html, lang).text.split('\n').slice(0, -1);

describe('the canonical text', () => {
  test.each<[string, string, string[]]>([
    [
      'headings of every level',
      [1, 2, 3, 4, 5, 6].map((level) => `<h${level}>A</h${level}>`).join(''),
      ['# A', '## A', '### A', '#### A', '##### A', '###### A'],
    ],
    ['an empty heading', '<h2 id="a"> </h2><p>B</p>', ['B']],
    ['paragraphs', '<p>One.</p>\n<p>Two.</p>', ['One.', 'Two.']],
    ['whitespace', '<p>  One\n\ttwo\u2028three   <b> four </b>  five\u00a0six </p>', ['One two three four five\u00a0six']],
    ['words that touch across markup', '<p>One<b>two</b><i> three</i></p>', ['Onetwo three']],
    ['a line break', '<p>One<br>two<br> three<br></p>', ['One two three']],
    ['an image', '<p>See <img src="a.png" alt="a map"> and <img src="b.png"></p>', ['See [a map] and []']],
    ['what is composed in another way', '<p>Cafe\u0301 \u212b</p>', ['Caf\u00e9 \u00c5']],
    ['entities', '<p>A &amp; B &lt; C&nbsp;D</p>', ['A & B < C\u00a0D']],
    ['a list', '<ul><li>A</li><li><p>B</p></li></ul>', ['- A', '- B']],
    ['a list within a list', '<ul><li>A<ul><li>B<ol><li>C</li></ol></li></ul></li><li>D</li></ul>', ['- A', '  - B', '    1. C', '- D']],
    ['a numbered list from seven', '<ol start="7"><li>A</li><li>B</li></ol>', ['7. A', '8. B']],
    ['an item of two paragraphs', '<ul><li><p>A</p><p>B</p></li></ul>', ['- A', '  B']],
    ['an item that holds only a list', '<ul><li><ul><li>A</li></ul></li></ul>', ['  - A']],
    [
      'a table',
      '<table><caption>What</caption><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><th>1</th><td>2</td></tr><tr><td></td><td>x | y \\ z</td></tr></tbody></table>',
      ['What', '! | A | B |', '| 1 | 2 |', '|  | x \\| y \\\\ z |'],
    ],
    ['a row of header cells without a head', '<table><tr><th>A</th></tr><tr><td>1</td></tr></table>', ['! | A |', '| 1 |']],
    ['blocks within a cell', '<table><tr><td><p>A</p><p>B</p></td></tr></table>', ['| A B |']],
    ['a table within a list', '<ul><li>A<table><tr><td>1</td></tr></table></li></ul>', ['- A', '  | 1 |']],
    ['a quote', '<blockquote><p>A</p><ul><li>B</li></ul><blockquote><p>C</p></blockquote></blockquote>', ['> A', '> - B', '> > C']],
    ['code', '<pre><code>a  b\nc</code></pre><p><code>d</code></p>', ['` a b c', 'd']],
    ['definitions', '<dl><dt>Term</dt><dd>Meaning</dd><dd><p>Another</p></dd></dl>', ['Term', ': Meaning', ': Another']],
    ['details', '<details><summary>More</summary><p>Words</p></details>', ['More', 'Words']],
    ['what has no words', '<hr><p></p><p> </p><script>x</script><style>x</style><p>A</p><!-- no -->', ['A']],
    ['text beside blocks', '<div>A <b>b</b><p>C</p>d</div>', ['A b', 'C', 'd']],
    ['writing from right to left', '<p dir="rtl">مرحبا <b>بكم</b> 123</p>', ['مرحبا بكم 123']],
    ['a back reference of a footnote', '<p>A<a href="#x" data-footnote-backref>↩</a></p>', ['A']],
  ])('of %s', (_name, html, expected) => {
    expect(lines(html)).toEqual(expected);
  });

  test.each(['# A', '###### A', '- A', '! A', '> A', ': A', '` A', '1. A', '12. A', '| A', '|', '\\A'])(
    'of a paragraph that looks like structure, %s, begins with a backslash',
    (words) => {
      expect(lines(`<p>${words.replace('>', '&gt;')}</p>`)).toEqual([`\\${words}`]);
      expect(lines(`<blockquote><p>${words.replace('>', '&gt;')}</p></blockquote>`)).toEqual([`> \\${words}`]);
    },
  );

  test.each(['#A', '-A', '1.A', '####### A', 'A # b', '10.5 %'])('of a paragraph that does not, %s, stays', (words) => {
    expect(lines(`<p>${words}</p>`)).toEqual([words]);
  });

  test('ends with a line feed, and is what sha256sum hashes', () => {
    const { text, sha256: hash } = readArticle('<h1>A</h1><p>B</p>', 'en');
    expect(text).toBe('# A\nB\n');
    expect(hash).toBe(sha256('# A\nB\n'));
    expect(readArticle('', 'en').text).toBe('');
  });

  test('is the same whatever markup says the same words', () => {
    const same = [
      '<p>We keep <strong>30</strong> days.</p>',
      '<p>We <em>keep</em>\n30 days.</p>',
      '<p lang="en">We keep <a href="/x">30 days</a>.</p>',
      '<div>We keep 30 days.</div>',
    ];
    expect(new Set(same.map((html) => readArticle(html, 'en').sha256)).size).toBe(1);
  });
});

describe('sections', () => {
  const html =
    '<h1>T</h1>\n<p>Opening.</p>\n<h2 id="a">A</h2>\n<p>1</p>\n<h3 id="b">B &amp; ü 漢</h3>\n<ul><li>2</li></ul>\n<blockquote><h2 id="no">No</h2></blockquote>\n<h2 id="c">C</h2>\n<p>3</p>';

  test('are found by their headings, with the offsets of their HTML', () => {
    const { sections, title, blocks } = readArticle(html, 'en');
    expect(title).toBe('T');
    expect(sections.map(({ id, level, title: of }) => [id, level, of])).toEqual([
      ['', 0, ''],
      ['a', 2, 'A'],
      ['b', 3, 'B & ü 漢'],
      ['c', 2, 'C'],
    ]);
    expect(sections.map(({ start, end }) => html.slice(start, end)).join('')).toBe(html);
    for (const { id, level, start, end } of sections) if (id) expect(html.slice(start, end)).toMatch(new RegExp(`^<h${level} id="${id}">`));
    expect(sections.flatMap((section) => section.blocks)).toEqual(blocks);
  });

  test('have a hash of their own words, read again from their own HTML', () => {
    for (const { start, end, sha256: hash } of readArticle(html, 'en').sections) expect(readArticle(html.slice(start, end), 'en').sha256).toBe(hash);
  });
});

describe('a seal', () => {
  test('is a whole document that gives its article back, whatever line ends git gave it', () => {
    const html = '<h1>T &amp; U</h1>\n<p>A</p>';
    const file = sealFile(html, 'ar', 'T & U <1>');
    expect(file).toMatch(/^<!doctype html>\n<html lang="ar" dir="rtl">\n<meta charset="utf-8">\n<title>T &amp; U &lt;1><\/title>\n<article>\n/);
    expect(articleHtmlOf(file)).toBe(html);
    expect(articleHtmlOf(file.replaceAll('\n', '\r\n'))).toBe(html);
    expect(articleHtmlOf('<html></html>')).toBeUndefined();
  });

  test.each([
    ['ar', 'rtl'],
    ['he-IL', 'rtl'],
    ['fa', 'rtl'],
    ['en', 'ltr'],
    ['ja', 'ltr'],
    ['zh-Hant', 'ltr'],
  ] as const)('of %s runs %s', (locale, direction) => {
    expect(directionOf(locale)).toBe(direction);
  });
});

describe('on any article', () => {
  const words = fc
    .array(
      fc.constantFrom(
        'keep',
        'data',
        '30',
        '# x',
        '- y',
        '1. z',
        '|',
        '\\',
        'é',
        'e\u0301',
        'بيانات',
        '保存',
        ' ',
        '\n',
        '\u2029',
        '<b>bold</b>',
        '<br>',
        '<a href="/x">link</a>',
        '&amp;',
        '\u00a0',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join(' '));
  const block = fc.oneof(
    words.map((text) => `<p>${text}</p>`),
    fc.tuple(fc.integer({ min: 1, max: 6 }), words).map(([level, text]) => `<h${level}>${text}</h${level}>`),
    fc
      .tuple(fc.constantFrom('ul', 'ol'), fc.array(words, { minLength: 1, maxLength: 3 }))
      .map(([tag, items]) => `<${tag}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}>`),
    fc
      .array(fc.array(words, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
      .map((rows) => `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`),
    words.map((text) => `<blockquote><p>${text}</p></blockquote>`),
    words.map((text) => `<dl><dt>${text}</dt><dd>${text}</dd></dl>`),
  );
  const article = fc.array(block, { maxLength: 8 }).map((blocks) => blocks.join('\n'));

  test('the canonical text has as many lines as there are blocks, all composed and without a loose end', () => {
    fc.assert(
      fc.property(article, (html) => {
        const { text, blocks } = readArticle(html, 'en');
        expect(text.split('\n')).toHaveLength(blocks.length + 1);
        expect(text).toBe(text.normalize('NFC'));
        expect(text).not.toMatch(/[\t\r\u2028\u2029]/);
        for (const { text: words, marks = [], cells = [] } of blocks) {
          expect(words).not.toMatch(/^ | $/);
          for (const { start, end } of marks) expect(start <= end && end <= words.length).toBe(true);
          for (const [start, end] of cells) expect(start <= end && end <= words.length).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('sections part its HTML and its blocks without a rest', () => {
    fc.assert(
      fc.property(article, (html) => {
        const { sections } = readArticle(html, 'en');
        expect(sections.map(({ start, end }) => html.slice(start, end)).join('')).toBe(html);
      }),
      { numRuns: 200 },
    );
  });
});
