/** From MDX to an article: what is refused and where, and what components show on which day. */
import { describe, expect, test } from 'vitest';
import { ContentError } from '../../../core/content.ts';
import { renderEdition } from '../../../core/editions.ts';
import { PHRASING } from '../../../core/phrasing.ts';
import { readArticle } from '../../../core/policy/article.ts';
import { MdxError, renderArticle } from '../../../core/policy/render.ts';
import { type CookieEntry, cookieSchema, organisationOn, organisationSchema } from '../../../core/schemas.ts';
import { translator } from '../../../core/wording.ts';
import { load, page, smallTree } from '../../support/memory-tree.ts';

const { wording } = load(smallTree());

function render(body: string, date = '2026-01-01', cookies: CookieEntry[] = [], locale = 'en'): string {
  const organisation = organisationOn(organisationSchema.parse({ name: 'Example', domain: 'example.org', locales: ['en'] }), date);
  return renderArticle(body, 'Privacy', { date, locale, organisation, cookies, policyKind: 'privacy', phrasing: PHRASING, t: translator(wording, locale) });
}

const lines = (html: string): string[] => readArticle(html, 'en').text.split('\n').slice(1, -1);

describe('refused, with its line', () => {
  test.each<[string, string, number, RegExp]>([
    ['an import', 'Words.\n\nimport x from "fs"\n\nMore.', 3, /import and export are not for policies/],
    ['an export', 'Words.\n\nexport const a = 1', 3, /import and export are not for policies/],
    ['an expression', 'Words.\n\nWe keep {days} days.', 3, /\{days\} would be evaluated.*\\\{/],
    ['an expression of its own', 'Words.\n\n{1 + 1}', 3, /would be evaluated/],
    ['a component that is none', 'Words.\n\n<Cookie/>', 3, /<Cookie> is neither a component \(AtAGlance, Cookies/],
    ['HTML that a policy may not use', 'Words.\n\n<iframe src="x"/>', 3, /<iframe> is neither/],
    ['an attribute that is not kept', 'Words.\n\nA <span onclick="x()">b</span>', 3, /<span> does not take onclick, only lang, dir, id/],
    ['a style', 'Words.\n\n<div style="color:red">b</div>', 3, /<div> does not take style/],
    ['a prop that a component does not take', 'Words.\n\n<Cookies kind="all"/>', 3, /<Cookies> does not take kind; it takes category, service/],
    ['a prop of the wrong value', 'Words.\n\n<Cookies category="tasty"/>', 3, /category of <Cookies> is "tasty"; it can be necessary/],
    ['a prop that is an expression', 'Words.\n\n<Cookies category={1}/>', 3, /is a quoted text/],
    ['props that are spread', 'Words.\n\n<Cookies {...x}/>', 3, /takes no \{\.\.\.spread\}/],
    ['a link that is a script', 'Words.\n\n[a](javascript:alert(1))', 3, /the link leads to javascript:alert\(1\); links begin with https:/],
    ['a link of HTML that is a script', 'Words.\n\n<a href="JaVaScRiPt:x">a</a>', 3, /links begin with/],
    ['a link to data', 'Words.\n\n[a](data:text/html,x)', 3, /links begin with/],
    ['a picture', 'Words.\n\nSee ![a map](map.png).', 3, /^images are not supported, and this one is map\.png\. Say in words what it shows$/],
    ['a picture from elsewhere', 'Words.\n\n![a map](https://maps.example/a.png)', 3, /this one is https:\/\/maps\.example\/a\.png/],
    ['a picture by reference', 'Words.\n\n![a map][m]\n\n[m]: map.png', 3, /images are not supported/],
    ['a picture of HTML', 'Words.\n\n<img src="map.png" alt="a map"/>', 3, /<img> is neither/],
    ['a tag that is not closed', 'Words.\n\n<div>\n\nMore.', 3, /<div>|closing tag/],
    ['a brace that is not closed', 'Words.\n\nA { b.', 3, /brace/],
    ['a sign that is meant as text', 'Words.\n\nFewer than <30 days.', 3, /A brace or a sign < that is meant as text is written/],
    ['a definition without its term', 'Words.\n\n<Definition>x</Definition>', 3, /needs the term/],
    ['a glance without a list', 'Words.\n\n<AtAGlance>\n\nWords.\n\n</AtAGlance>', 3, /holds a list/],
    ['two headings with one id', '## A {#x}\n\n## B {#x}', 3, /two headings have the id x; an id names one place/],
    ['rights without a law', 'Words.\n\n<Rights/>', 3, /name those that are served in organisation\.json/],
  ])('%s', (_what, body, line, says) => {
    let error: unknown;
    try {
      render(body);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(MdxError);
    expect((error as MdxError).message).toMatch(says);
    expect((error as MdxError).line).toBe(line);
  });

  test('and the line is that of the file, its front matter counted', () => {
    const files = { ...smallTree(), 'policies/privacy/2026-01-01/en.mdx': page('Words.\n\nWe keep {days} days.', 'cause: law\n') };
    const content = load(files);
    const [policy] = content.policies;
    const version = policy?.versions[0];
    const translation = version?.translations.en;
    if (!policy || !version || !translation) throw new Error('no version');
    const line = files['policies/privacy/2026-01-01/en.mdx'].split('\n').findIndex((text) => text.includes('{days}')) + 1;
    try {
      renderEdition(content, policy, version, translation);
      throw new Error('was not refused');
    } catch (error) {
      expect(error).toBeInstanceOf(ContentError);
      expect((error as ContentError).problems[0]).toMatchObject({ file: 'policies/privacy/2026-01-01/en.mdx', line, found: expect.stringContaining('{days}') });
    }
  });
});

describe('footnotes', () => {
  test.each([
    ['en', 'Footnotes', 'Back to reference 1'],
    ['de', 'Fußnoten', 'Zurück zur Stelle 1'],
  ])('in %s have a heading and a way back in that language', (locale, heading, back) => {
    const html = render('A word[^1].\n\n[^1]: What it means.', '2026-01-01', [], locale);
    expect(lines(html)).toEqual(['A word1.', `## ${heading}`, '1. What it means.']);
    expect(html).toContain(`aria-label="${back}"`);
  });
});

describe('kept', () => {
  test.each<[string, string, string[]]>([
    ['braces and signs that are escaped', 'A \\{b\\} and \\<c.', ['A {b} and <c.']],
    ['comments, which leave no trace', 'A{/* not this */} b.\n\n{/* nor this */}', ['A b.']],
    ['headings with and without anchors', '## One {#first}\n\n## Zwei Wörter', ['## One', '## Zwei Wörter']],
    [
      'tables, lists, quotes and code',
      '| A | B |\n| --- | ---: |\n| 1 | 2 |\n\n3. x\n4. y\n\n> q\n\n```\ncode\n```',
      ['! | A | B |', '| 1 | 2 |', '3. x', '4. y', '> q', '` code'],
    ],
    ['plain HTML', '<div lang="de" dir="ltr">\n\nWorte\n\n</div>\n\nA<br/>b H<sub>2</sub>O', ['Worte', 'A b H2O']],
    [
      'components in a paragraph of HTML',
      '<Definition term="Personal data">what says something of you</Definition>',
      ['Personal data', ': what says something of you'],
    ],
    ['links to everywhere that is safe', '[a](/x) [b](#y) [c](mailto:a@b.c) [d](tel:+1) [e](https://x.example) [f](../z)', ['a b c d e f']],
  ])('%s', (_what, body, expected) => {
    expect(lines(render(body))).toEqual(expected);
  });

  test('ids of headings: the author’s, else made from the words, in any script, each once', () => {
    const ids = [...render('## A {#first}\n\n## First\n\n## Ünïcode & Größe\n\n## ما نحفظه\n\n## First\n\n### ?!').matchAll(/<h[23] id="([^"]*)"/g)].map(
      ([, id]) => id,
    );
    expect(ids).toEqual(['first', 'first-2', 'ünïcode-größe', 'ما-نحفظه', 'first-3', 'section']);
  });

  test('no inline style, and header cells with their scope', () => {
    const html = render('| A |\n| ---: |\n| 1 |');
    expect(html).not.toContain('style=');
    expect(html).toContain('<th class="align-end" scope="col">A</th>');
  });

  test('what is written is read back the same', () => {
    const html = render('Words with *em*, `code` & <abbr title="x">y</abbr>.\n\n- a\n  - b\n\n| A |\n| --- |\n| x \\| y |');
    expect(readArticle(html, 'en').text).toBe('# Privacy\nWords with em, code & y.\n- a\n  - b\n! | A |\n| x \\| y |\n');
  });
});

describe('<Cookies/> shows the registry as of the version’s day', () => {
  const cookie = (name: string, since: string, until?: string, more: object = {}): CookieEntry =>
    cookieSchema.parse({
      name,
      kind: 'cookie',
      category: 'analytics',
      service: 'Shop',
      provider: 'P',
      purpose: { en: 'Counts', de: 'Zählt' },
      lifetime: 'P6M',
      since,
      ...(until ? { until } : {}),
      ...more,
    });
  const registry = [
    cookie('old', '2025-01-01', '2026-01-01'),
    cookie('new', '2026-01-01'),
    cookie('pixel', '2020-01-01', undefined, { category: 'marketing', service: 'Ads', provider: 'Q', thirdParty: true, lifetime: 'session' }),
  ];
  const names = (date: string, props = ''): string[] =>
    [...render(`<Cookies${props}/>`, date, registry).matchAll(/<code>(\w+)<\/code>/g)].map(([, name = '']) => name);

  test.each([
    ['2024-12-31', ['pixel']],
    ['2025-01-01', ['old', 'pixel']],
    ['2025-12-31', ['old', 'pixel']],
    ['2026-01-01', ['new', 'pixel']],
  ])('%s', (date, expected) => {
    expect(names(date)).toEqual(expected);
  });

  test('and only what its props ask for', () => {
    expect(names('2026-01-01', ' category="marketing"')).toEqual(['pixel']);
    expect(names('2026-01-01', ' service="Shop"')).toEqual(['new']);
    expect(lines(render('<Cookies category="media"/>', '2026-01-01', registry))).toEqual(['Nothing is stored on your device.']);
  });

  test('in the words of the language', () => {
    expect(lines(render('<Cookies category="marketing"/>', '2026-01-01', registry))).toContain(
      '| pixel | Counts | Q (a third party) | until the browser is closed | cookie |',
    );
    expect(render('<Cookies/>', '2026-01-01', registry, 'de')).toMatch(/Zählt.*6 Monate/s);
  });
});
