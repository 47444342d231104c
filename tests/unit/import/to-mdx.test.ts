import { describe, expect, it } from 'vitest';
import { formatOf, toMdx } from '../../../cli/import/to-mdx.ts';

const details = (source: string, format: 'markdown' | 'html' | 'mdx' | 'text' = 'markdown'): string =>
  toMdx(source, format)
    .notes.map(({ kind, detail }) => `${kind}: ${detail}`)
    .join('\n');
const body = (source: string, format: 'markdown' | 'html' | 'mdx' | 'text' = 'markdown'): string => toMdx(source, format).body;

describe('signs that MDX reads as a program', () => {
  it.each([
    ['braces', 'Call {name} now', 'Call \\{name} now\n'],
    ['angles', 'a &lt;b&gt; c', 'a \\<b> c\n'],
    ['a block that begins with import', 'import of data', '&#105;mport of data\n'],
    ['a block that begins with export', 'export of data', '&#101;xport of data\n'],
    ['autolinks', 'at <https://example.org/x>', 'at [https://example.org/x](https://example.org/x)\n'],
    ['indented code', '    a {b} <c>', '```\na {b} <c>\n```\n'],
    ['braces in code', '`{a}`', '`{a}`\n'],
    ['line breaks', 'a<br>b', 'a\\\nb\n'],
    ['two line breaks, a new paragraph', 'a<br><br>b', 'a\n\nb\n'],
    ['hard spaces', 'a&nbsp;b', 'a\u00a0b\n'],
  ])('%s', (_name, source, result) => {
    expect(body(source)).toBe(result);
  });

  it('keeps a brace at the end of a heading apart from its id', () => {
    expect(body('# T\n\n## Use of {curly\\}\n\nx')).toContain('## Use of \\{curly} {#use-of-curly}');
  });
});

describe('raw HTML in Markdown', () => {
  it.each([
    ['<b>Bold</b> and <i>it</i>', '**Bold** and *it*\n'],
    ['<a href="https://example.org/">x</a>', '[x](https://example.org/)\n'],
    ['10<sup>6</sup>', '10<sup>6</sup>\n'],
    ['<p>one</p><p>two</p>', 'one\n\ntwo\n'],
    ['<strong>Name: </strong>text', '**Name:** text\n'],
  ])('%s', (source, result) => {
    expect(body(source)).toBe(result);
  });

  it('notes comments, which nobody saw', () => {
    expect(details('a <!-- secret --> b')).toContain('comment: a comment was left out: secret');
    expect(body('a <!-- secret --> b')).not.toContain('secret');
  });

  it('notes what looks like a placeholder and is swallowed by browsers', () => {
    expect(details('Dear <yourname>, hello')).toContain('hidden: <yourname> is no element of HTML');
  });

  it('mends emphasis that a space has broken, and says so', () => {
    expect(body('- **Log data: **We keep it')).toBe('- **Log data:** We keep it\n');
    expect(details('- **Log data: **We keep it')).toContain('emphasis:');
  });
});

describe('titles', () => {
  it.each([
    ['the first h1', '# Privacy Policy\n\nx', 'Privacy Policy'],
    ['front matter', '---\ntitle: From above\n---\n\nx', 'From above'],
    ['a heading above all others', 'Our Rules\n---------\n\n### A\n\nx', 'Our Rules'],
    ['a first heading that names a document', '## Terms of Service\n\n## The gist\n\nx', 'Terms of Service'],
    ['the name of the policy', 'Just words', 'Cookies'],
  ])('%s', (_name, source, title) => {
    expect(toMdx(source, 'markdown', { title: 'Cookies' }).title).toBe(title);
  });

  it('leaves a first heading in the text where the front matter names another title', () => {
    const { title, body: text } = toMdx('---\ntitle: Privacy\n---\n\n## Terms apply\n\n## B\n\nx', 'markdown');
    expect(title).toBe('Privacy');
    expect(text).toContain('## Terms apply {#terms-apply}');
  });

  it('takes a page’s heading from outside its main part', () => {
    expect(toMdx('<body><h1>Policy</h1><main><h2>A</h2><p>x</p></main></body>', 'html').title).toBe('Policy');
  });
});

describe('headings', () => {
  it('brings levels to 2 and below without gaps', () => {
    const text = body('# T\n\n#### A\n\n###### B\n\n## C\n\n### D\n\nx');
    expect(text.match(/^#+ \w/gm)).toEqual(['## A', '### B', '## C', '### D']);
  });

  it.each([
    ['kramdown', '## A b {: #x }', '{#x}'],
    ['Pandoc', '## A b {#x .y}', '{#x}'],
    ['an anchor inside', '## <a id="x"></a>A b', '{#x}'],
    ['an anchor before', '<a name="x"></a>\n## A b', '{#x}'],
    ['an attribute list below', '## A b\n{: #x}', '{#x}'],
    ['the first of two lists below', '## A b\n{: #x} {: #y}', '{#x}'],
    ['an element’s own', '<h2 id="x">A b</h2>', '{#x}'],
    ['a section’s', '<section id="x"><h2>A b</h2></section>', '{#x}'],
    ['its words', '## A b', '{#a-b}'],
    ['without its number', '## 3.2. A b', '{#a-b}'],
    ['in other scripts', '## 我们 收集', '{#我们-收集}'],
  ])('takes the id from %s', (_name, source, id) => {
    expect(body(`# T\n\n${source}\n\nx`)).toMatch(new RegExp(`## .*\\${id}$`, 'm'));
  });

  it('gives no id twice', () => {
    expect(body('# T\n\n## A\n\n## A\n\nx')).toContain('{#a-2}');
  });

  it('leads links to headings by the ids that GitHub and kramdown make', () => {
    const text = body('# The Title\n\n[one](#1-first-part) [top](#the-title) [old](#Old_Name)\n\n## 1. First part\n\n## <a name="Old_Name"></a>New\n\nx');
    expect(text).toContain('[one](#first-part) [top](#) [old](#Old_Name)');
  });

  it('keeps anchors in the text that links lead to, and notes links that lead nowhere', () => {
    const source = '[a](#here) [b](#gone)\n\n<p id="here">x</p>';
    expect(body(source)).toContain('<span id="here" />x');
    expect(details(source)).toContain('link: a link leads to #gone');
  });

  it('keeps an item together whose attribute list stands below it or at its end', () => {
    expect(body('* one\n{: #a }\n{: #b }\n\n\tmore\n\n* two {: #c }\n\n\tmore')).toBe('- one\n\n  more\n\n- two\n\n  more\n');
  });

  it('drops permalink signs beside headings', () => {
    expect(body('<h1>T</h1><h2 id="a">A<a class="anchor" href="#a">¶</a></h2><p>x</p>', 'html')).toContain('## A {#a}');
  });
});

describe('Liquid and Jekyll', () => {
  it.each([
    ['keeps what prints as visible text', 'by {{ site.name }}.', 'by \\{\\{ site.name }}.\n'],
    ['keeps conditions visible', '{% if a %}x{% endif %}', '\\{% if a %}x\\{% endif %}\n'],
    ['unwraps raw', '{% raw %}{{ a }}{% endraw %} b', '\\{\\{ a }} b\n'],
    ['takes out comments', 'a {% comment %}x{% endcomment %} b', 'a b\n'],
    ['takes out includes', 'a {% include x.html %} b', 'a b\n'],
    ['survives in addresses', '[a](mailto:{{ site.mail }})', '[a](mailto:%7B%7B%20site.mail%20%7D%7D)\n'],
  ])('%s', (_name, source, result) => {
    expect(body(source)).toBe(result);
    expect(details(source)).toContain('liquid:');
  });
});

describe('blocks', () => {
  it('makes tables of Markdown, of HTML with blocks in cells, and takes layout tables apart', () => {
    expect(body('| a | b |\n|--|--|\n| {c} | d \\| e |')).toContain('| \\{c} | d \\| e |');
    expect(body('<table><tr><th>A<th>B<tr><td><ul><li>x<li>y</ul><td>z</table>', 'html')).toContain('| x<br />y | z |');
    expect(body('<table><tr><td><h2>A</h2><p>x</p></td></tr></table>', 'html')).toBe('## A {#a}\n\nx\n');
  });

  it('gives a table without a head its first row where that is bold, else an empty one', () => {
    expect(body('<table><tr><td><b>A</b><td><b>B</b><tr><td>x<td>y</table>', 'html')).toBe('| **A** | **B** |\n| - | - |\n| x | y |\n');
    const plain = '<table><tr><td>a<td>b<tr><td>x<td>y</table>';
    expect(body(plain, 'html')).toBe('| | |\n| - | - |\n| a | b |\n| x | y |\n');
    expect(details(plain, 'html')).toContain('table: a table has no head');
  });

  it('keeps nested lists and their numbers', () => {
    expect(body('3. a\n   - b\n     1. c\n4. d')).toBe('3. a\n   - b\n     1. c\n4. d\n');
  });

  it('keeps footnotes that are referred to, in their order', () => {
    expect(body('a[^x] b[^y]\n\n[^y]: two\n[^x]: one')).toBe('a[^x] b[^y]\n\n[^x]: one\n\n[^y]: two\n');
    expect(details('a\n\n[^z]: lost')).toContain('footnote: footnote z');
  });

  it('makes lists of definition lists', () => {
    expect(body('<dl><dt>Cookie</dt><dd>A file</dd></dl>', 'html')).toBe('- Cookie\n\n  A file\n');
  });

  it('keeps an image’s words and nothing that a page would load', () => {
    expect(body('![A lock](https://example.org/a.png) closed')).toBe('A lock closed\n');
    expect(details('![A lock](https://example.org/a.png)')).toContain('https://example.org/a.png');
  });
});

describe('links', () => {
  it('completes relative ones where the base is known, else keeps and notes them', () => {
    expect(toMdx('[a](../b)', 'markdown', { base: 'https://example.org/legal/privacy/' }).body).toBe('[a](https://example.org/legal/b)\n');
    expect(body('[a](../b)')).toBe('[a](../b)\n');
    expect(details('[a](../b)')).toContain('--base');
  });

  it('takes off what a policy page may not link to', () => {
    expect(body('<a href="javascript:x()">a</a>')).toBe('a\n');
    expect(details('<a href="javascript:x()">a</a>')).toContain('link: a link to javascript:x() was taken off');
  });
});

describe('pages', () => {
  const page =
    '<!doctype html><title>P</title><nav>Home</nav><main><h1>Privacy</h1><p>Words</p><script>x()</script><p hidden>no</p></main><footer>Imprint</footer>';

  it('keeps the main part, and notes what was around it', () => {
    expect(body(page, 'html')).toBe('Words\n');
    expect(details(page, 'html')).toMatch(/navigation: .*Home.*Imprint/);
    expect(details(page, 'html')).toContain('script: <script>');
    expect(details(page, 'html')).toContain('hidden: words that the page hides were left out: no');
  });
});

describe('MDX', () => {
  it('keeps own components, notes foreign ones, and executes nothing', () => {
    const source = 'import X from "x"\n\n<X>inside</X>\n\n<Cookies category="analytics" />\n\nHi {name} {"there"}\n\n<Y />';
    expect(body(source, 'mdx')).toBe('inside\n\n<Cookies category="analytics" />\n\nHi \\{name} there\n\n\\<Y />\n');
    expect(details(source, 'mdx').match(/mdx:/g)).toHaveLength(4);
  });

  it('reads as Markdown what is no MDX', () => {
    expect(body('a {b <c', 'mdx')).toBe('a \\{b \\<c\n');
  });
});

describe('plain text', () => {
  it('finds headings, lists and addresses by their looks', () => {
    const text =
      'PRIVACY POLICY\n\n1. WHO WE ARE\n\nWe are Acme.\nMail a@example.org.\n\nUnderlined\n----------\n\n- one\n- two\n  goes on\n\n(a) first\n(b) second';
    const { title, body: result } = toMdx(text, 'text');
    expect(title).toBe('PRIVACY POLICY');
    expect(result).toBe(
      '## 1. WHO WE ARE {#who-we-are}\n\nWe are Acme. Mail [a@example.org](mailto:a@example.org).\n\n## Underlined {#underlined}\n\n- one\n- two goes on\n- (a) first\n- (b) second\n',
    );
  });
});

describe('formats', () => {
  it.each([
    ['a.html', '', 'html'],
    ['a.mdx', '', 'mdx'],
    ['a.markdown', '', 'markdown'],
    ['a.txt', '', 'text'],
    ['POLICY', '<!doctype html><p>x', 'html'],
    ['POLICY', '# Title\n\nx', 'markdown'],
    ['POLICY', 'PRIVACY\n\nWords.', 'text'],
  ])('%s %s', (path, source, format) => {
    expect(formatOf(path, source)).toBe(format);
  });
});
