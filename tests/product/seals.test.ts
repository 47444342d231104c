/** What was published can never change silently: each way in which its words could move, tried on a real tree. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cacheFolder } from '../../cli/build.ts';
import { rendererScript } from '../../cli/renderer.ts';
import { sha256 } from '../../core/digest.ts';
import { articleHtmlOf } from '../../core/policy/article.ts';
import { sealArticle } from '../../core/publishing.ts';
import { fairnotice, forgetBuild, type Ran, ROOT } from '../support/command.ts';

const FIRST = '2026-01-01';
const NEXT = `${new Date().getUTCFullYear() + 1}-06-01`;
const MDX = `policies/privacy/${FIRST}/en.mdx`;
const LATER = `policies/privacy/${NEXT}/en.mdx`;
const SEAL = `policies/privacy/${FIRST}/en.sealed.html`;

const TEXT = `---
title: Privacy policy
---

We are *Example Ltd*, and we look after [your data](/privacy/).

## What we keep {#keep}

We keep your orders for **30 days**. After that they are deleted.

<Cookies/>

## Whom to ask {#ask}

- Write to us.
- Or call.
`;

const COOKIE = {
  name: 'session',
  kind: 'cookie',
  category: 'necessary',
  service: 'Shop',
  provider: 'Example Ltd',
  purpose: { en: 'Keeps you signed in.' },
  lifetime: 'PT8H',
  since: '2025-01-01',
};

let folder = '';
let pristine = '';
let content = '';
let out = '';
const first = { words: '', article: '' };

const path = (file: string): string => join(content, file);
const read = (file: string): string => readFileSync(path(file), 'utf8');
const edit = (file: string, change: (text: string) => string): void => {
  const before = read(file);
  const after = change(before);
  expect(after, `the edit of ${file} changes something`).not.toBe(before);
  writeFileSync(path(file), after);
};
const cli = (...args: string[]): Ran => fairnotice([...args, '--content', content]);
const build = (): Ran => cli('build', '--out', out, '--json');
const problems = (ran: Ran): { file: string; found: string; expected: string }[] => JSON.parse(ran.stdout).problems;
const built = (file: string): string => readFileSync(join(out, file), 'utf8');

function done(ran: Ran): Ran {
  expect(ran.status, ran.stdout + ran.stderr).toBe(0);
  return ran;
}

function restore(): void {
  rmSync(content, { recursive: true, force: true });
  cpSync(pristine, content, { recursive: true });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairnotice-seals-'));
  content = join(folder, 'content');
  pristine = join(folder, 'pristine');
  out = join(folder, 'out');
  done(cli('new', 'organisation', '--organisation', 'Example Ltd', '--domain', 'example.org'));
  done(cli('new', 'policy', 'privacy'));
  done(cli('new', 'version', 'privacy', FIRST));
  writeFileSync(path(MDX), TEXT);
  writeFileSync(path('cookies.json'), JSON.stringify({ entries: [COOKIE] }));
  done(cli('publish', 'privacy', FIRST, '--approved-by', 'Legal department', '--backdated'));
  done(cli('new', 'version', 'privacy', NEXT));
  edit(`policies/privacy/${NEXT}/en.mdx`, (text) =>
    text.replace('# summary:', 'summary: Orders are kept for longer.').replace('material: false', 'material: true').replace('30 days', '60 days'),
  );
  done(cli('publish', 'privacy', NEXT, '--approved-by', 'Legal department'));
  cpSync(content, pristine, { recursive: true });
  done(build());
  first.words = built(`privacy/${FIRST}.txt`);
  first.article = articleOf(built(`privacy/${FIRST}/index.html`));
});

afterAll(() => {
  forgetBuild(content, out);
  rmSync(folder, { recursive: true, force: true });
});

describe('a build that fails', () => {
  const filesOf = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(out, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((file) => [file, readFileSync(file, 'latin1')]),
    );
  afterAll(restore);

  test.each<[string, () => void]>([
    ['for its words', () => edit(SEAL, (text) => text.replace('30 days', '90 days'))],
    ['for its content', () => writeFileSync(path('organisation.json'), '{ "name": "Example Ltd" }')],
  ])('%s leaves the site as it was, and the next one is whole', (_why, change) => {
    const before = filesOf();
    restore();
    change();
    expect(build().status).not.toBe(0);
    expect(fairnotice(['build', '--content', content, '--out', out, '--force']).status).not.toBe(0);
    expect(filesOf()).toEqual(before);
    restore();
    done(build());
    expect(Object.keys(filesOf())).toEqual(Object.keys(before));
    expect(built(`privacy/${FIRST}/index.html`)).toContain('30 days');
  });

  test('late has written no page before: a share waits for word that all are proved', () => {
    restore();
    expect(build().status).toBe(0);
    const beside = join(folder, 'beside');
    const cache = cacheFolder(content, out);
    const share = (input: string) =>
      spawnSync(process.execPath, [rendererScript(cache)], {
        cwd: cache,
        input,
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          FAIRNOTICE_ROOT: ROOT,
          FAIRNOTICE_CONTENT: content,
          FAIRNOTICE_OUT: beside,
          FAIRNOTICE_CACHE: cache,
          FAIRNOTICE_SHARE: 'privacy',
        },
        encoding: 'utf8',
      });
    const pages = (): string[] =>
      (existsSync(beside) ? readdirSync(beside, { recursive: true, encoding: 'utf8' }) : []).filter((file) => file.endsWith('.html'));
    expect([share('').stdout, pages()]).toEqual(['[]\n', []]);
    const told = share('go\n');
    expect(told.status, told.stdout + told.stderr).toBe(0);
    expect(pages().length).toBeGreaterThan(5);
  });

  test('leaves nothing in a new folder', () => {
    restore();
    edit(SEAL, (text) => text.replace('30 days', '90 days'));
    const to = join(folder, 'new');
    expect(cli('build', '--out', to).status).toBe(1);
    expect(existsSync(to) ? readdirSync(to) : []).toEqual([]);
    forgetBuild(content, to);
  });
});

describe('a build fails and shows the changed words', () => {
  interface Cause {
    cause: string;
    change: () => void;
    /** File that the message names, and what it shows. */
    file: string;
    shows: RegExp[];
  }
  const causes: Cause[] = [
    {
      cause: 'an edit in a published file',
      change: () => edit(MDX, (text) => text.replace('30 days', '90 days')),
      file: MDX,
      shows: [/\[-30-\]\{\+90\+\} days/],
    },
    {
      cause: 'a sentence that was added to a published file',
      change: () => edit(MDX, (text) => text.replace('deleted.', 'deleted. We sell none of them.')),
      file: MDX,
      shows: [/\{\+ ?We sell none of them\.\+\}/],
    },
    {
      cause: 'another title in the front matter',
      change: () => edit(MDX, (text) => text.replace('title: Privacy policy', 'title: Privacy notice')),
      file: MDX,
      shows: [/Privacy \[-policy-\]\{\+notice\+\}/],
    },
    {
      cause: 'a registry entry that was changed in the past',
      change: () => edit('cookies.json', (text) => text.replace('Keeps you signed in.', 'Follows you around.')),
      file: MDX,
      shows: [/\[-.*signed in.*-\]/, /\{\+.*around.*\+\}/, /session/],
    },
    {
      cause: 'a registry entry that was put in before the version',
      change: () => edit('cookies.json', () => JSON.stringify({ entries: [COOKIE, { ...COOKIE, name: 'late', since: '2025-06-01' }] })),
      file: MDX,
      shows: [/\{\+.*late/],
    },
    {
      cause: 'a component that renders other words',
      change: () => {
        mkdirSync(path('wording'));
        writeFileSync(path('wording/en.json'), JSON.stringify({ reviewed: true, texts: { 'component.cookies.purpose': 'Why we need it' } }));
      },
      file: MDX,
      shows: [/\[-What it is for-\]\{\+Why we need it\+\}/],
    },
    {
      cause: 'words of the seal that were changed by hand',
      change: () => edit(SEAL, (text) => text.replace('30 days', '300 days')),
      file: SEAL,
      shows: [/touched after it was published/, /\[-30-\]\{\+300\+\} days/],
    },
    {
      cause: 'a link of the seal that was changed by hand',
      change: () => edit(SEAL, (text) => text.replace('href="/privacy/"', 'href="https://elsewhere.example/"')),
      file: SEAL,
      shows: [/touched after it was published/, /its words are those published, its markup or links are not/],
    },
    {
      cause: 'markup of the seal that was changed by hand',
      change: () => edit(SEAL, (text) => text.replaceAll('strong>', 'em>')),
      file: SEAL,
      shows: [/its words are those published, its markup or links are not/],
    },
    { cause: 'a seal that is gone', change: () => rmSync(path(SEAL)), file: SEAL, shows: [/no seal/] },
    { cause: 'a published file that is gone', change: () => rmSync(path(MDX)), file: `policies/privacy/${FIRST}`, shows: [/no en\.mdx|no such file/] },
    {
      cause: 'a summary that says something else than was published',
      change: () => edit(LATER, (text) => text.replace('Orders are kept for longer.', 'Nothing of note.')),
      file: LATER,
      shows: [/^"Nothing of note\.", where "Orders are kept for longer\." was published with privacy/],
    },
    {
      cause: 'a material change that is not called one any more',
      change: () => edit(LATER, (text) => text.replace('material: true', 'material: false')),
      file: LATER,
      shows: [/^false, where true was published/],
    },
    {
      cause: 'a day of announcement that was put in later',
      change: () => edit(LATER, (text) => text.replace('material: true', 'material: true\nannounced: 2025-01-01')),
      file: LATER,
      shows: [/^"2025-01-01", where nothing was published/],
    },
    {
      cause: 'a time zone in which published versions begin elsewhere',
      change: () =>
        edit('organisation.json', (text) => text.replace('"unknown": [', '"timeZone": "Europe/Berlin",\n  "unknown": [').replace('"timeZone",\n', '')),
      file: 'organisation.json',
      shows: [/"2025-12-31T23:00:00Z", where "2026-01-01T00:00:00Z" was published/],
    },
    {
      cause: 'a hash in published.json that was changed by hand',
      change: () => edit('published.json', (text) => text.replace(/("sha256": ")[0-9a-f]{4}/, '$1beef')),
      file: 'published.json',
      shows: [/beef/],
    },
  ];

  test.each(causes)('$cause', ({ change, file, shows }) => {
    restore();
    change();
    const ran = build();
    expect(ran.status, ran.stdout + ran.stderr).toBe(1);
    const found = problems(ran);
    expect(found.map((problem) => problem.file)).toContain(file);
    const said = found.find((problem) => problem.file === file);
    for (const words of shows) expect(said?.found).toMatch(words);
    expect(said?.expected).not.toBe('');
  });

  test('and says so in words for a person, with the file first', () => {
    restore();
    edit(MDX, (text) => text.replace('30 days', '90 days'));
    const ran = cli('build', '--out', out);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(new RegExp(`^${MDX}\n  found     other words than those published as privacy ${FIRST}`));
    expect(ran.stderr).toContain('[-30-]{+90+}');
    expect(ran.stderr).toMatch(/expected\s+the published words\. The file was edited after it was published; restore it from git/);
    expect(ran.stderr).toContain('One problem in the content.');
  });
});

describe('a build goes through, and the pages stay as they were', () => {
  const harmless: [string, () => void][] = [
    ['em instead of strong', () => edit(MDX, (text) => text.replace('**30 days**', '*30 days*'))],
    ['lines of a paragraph broken elsewhere', () => edit(MDX, (text) => text.replace('for **30 days**. After', 'for\n**30 days**.\nAfter'))],
    ['line ends of another system', () => edit(MDX, (text) => text.replaceAll('\n', '\r\n'))],
    ['line ends of another system in the seal', () => edit(SEAL, (text) => text.replaceAll('\n', '\r\n'))],
    [
      'another sign for list items and a comment',
      () => edit(MDX, (text) => text.replaceAll('\n- ', '\n* ').replace('<Cookies/>', '{/* the registry */}\n\n<Cookies />')),
    ],
    ['JSON laid out in another way', () => edit('cookies.json', (text) => JSON.stringify(JSON.parse(text), null, 4))],
    [
      'a registry entry that begins later',
      () => edit('cookies.json', () => JSON.stringify({ entries: [COOKIE, { ...COOKIE, name: 'late', since: `${NEXT.slice(0, 4)}-12-01` }] })),
    ],
    [
      'an erratum, a review and a finding that somebody lives with',
      () =>
        edit(LATER, (text) =>
          text.replace(
            'material: true',
            'material: true\nreviewed: 2026-11-24\nerrata: [{ date: 2026-11-24, note: Read it twice. }]\naccept: [{ rule: legalese, reason: Quoted. }]',
          ),
        ),
    ],
    ['another look of the organisation', () => edit('organisation.json', (text) => text.replace('"basePath": "/"', '"basePath": "/", "accent": "#123456"'))],
  ];

  test.each(harmless)('%s', (_name, change) => {
    restore();
    change();
    done(build());
    expect(built(`privacy/${FIRST}.txt`)).toBe(first.words);
    expect(articleOf(built(`privacy/${FIRST}/index.html`))).toBe(first.article);
    expect(first.article).toContain('<strong>30 days</strong>');
  });
});

function articleOf(html: string): string {
  return /<article[\s\S]*<\/article>/.exec(html)?.[0] ?? '';
}

describe('a tool that renders other words than the one that sealed', () => {
  /** A tree as an older tool would have left it: it wrote "thirty days" where this one writes "30 days". */
  function sealedByAnOlderTool(): string {
    restore();
    const html = (articleHtmlOf(read(SEAL)) ?? '').replace('30 days', 'thirty days');
    const sealed = sealArticle(html, 'en', `Privacy policy, ${FIRST}`, SEAL);
    writeFileSync(path(SEAL), sealed.text);
    const published = JSON.parse(read('published.json'));
    Object.assign(published.versions[0].locales.en, { sha256: sealed.sha256, seal: sealed.seal });
    writeFileSync(path('published.json'), JSON.stringify(published, null, 2));
    return sealed.sha256;
  }

  test('fails the build until it is noted; readers keep the sealed words', () => {
    const hash = sealedByAnOlderTool();
    const failed = build();
    expect(failed.status).toBe(1);
    expect(problems(failed)[0]).toMatchObject({ file: MDX });
    expect(problems(failed)[0]?.found).toContain('[-thirty-]{+30+}');
    expect(problems(failed)[0]?.expected).toContain('--note-tool-change');

    done(cli('publish', 'privacy', FIRST, '--note-tool-change', 'Numbers are written in digits.'));
    done(build());
    expect(built(`privacy/${FIRST}/index.html`)).toContain('thirty days');
    expect(sha256(built(`privacy/${FIRST}.txt`))).toBe(hash);
    expect(JSON.parse(read('published.json')).versions[0].toolChanges).toEqual([
      { at: expect.any(String), locale: 'en', note: 'Numbers are written in digits.', wouldBe: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  test('once noted, still lets no other change through', () => {
    sealedByAnOlderTool();
    done(cli('publish', 'privacy', FIRST, '--note-tool-change'));
    edit(MDX, (text) => text.replace('Or call.', 'Or do not call.'));
    const failed = build();
    expect(failed.status).toBe(1);
    expect(problems(failed)[0]?.found).toContain('{+do not +}call.');
  });

  test('is never noted for a file that was edited, and the message does not propose it', () => {
    restore();
    edit(MDX, (text) => text.replace('30 days', '90 days'));
    expect(problems(build())[0]?.expected).toMatch(/edited after it was published(?!.*--note-tool-change)/);
    const before = read('published.json');
    const ran = cli('publish', 'privacy', FIRST, '--note-tool-change');
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain(`${MDX} was edited after it was published`);
    expect(read('published.json')).toBe(before);
  });

  test('has nothing to note where the words are the sealed ones', () => {
    restore();
    const ran = cli('publish', 'privacy', FIRST, '--note-tool-change');
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('there is nothing to note');
  });
});

describe('a correction of what was published beside the words', () => {
  const correct = (...args: string[]): Ran => cli('correct', 'privacy', ...args, '--reason', 'It named no number.', '--by', 'Legal department');

  test('is told to readers with what it was and why; the words stay', () => {
    restore();
    edit(LATER, (text) => text.replace('Orders are kept for longer.', 'Orders are kept for 60 days.').replace('material: true', 'material: false'));
    const ran = done(correct(NEXT));
    expect(ran.stdout).toContain(`${NEXT}  material, summary`);
    done(build());
    const page = built(`privacy/${NEXT}/index.html`);
    expect(page).toContain('Corrected: summary of the change. When it was published it said “Orders are kept for longer.”.');
    expect(page).toContain('Corrected: whether it is a material change. When it was published it said “yes”.');
    expect(page).toContain('Reason: It named no number.');
    expect(built(`privacy/${FIRST}/index.html`)).not.toContain('Corrected:');
    const { change, corrections } = JSON.parse(built(`privacy/${NEXT}.json`));
    expect(change).toMatchObject({ summary: 'Orders are kept for 60 days.', material: false });
    expect(corrections).toMatchObject([
      {
        by: 'Legal department',
        changes: [
          { field: 'material', was: true, is: false },
          { field: 'summary', locale: 'en', was: 'Orders are kept for longer.' },
        ],
      },
    ]);
    expect(correct().stderr).toContain('there is nothing to correct');
  });

  test('never reaches the words', () => {
    restore();
    edit(LATER, (text) => text.replace('60 days', '90 days'));
    expect(correct(NEXT).status).toBe(2);
    expect(build().status).toBe(1);
  });
});

describe('taking back', () => {
  test('an announced version is withdrawn: it stays in the history with its reason and never begins', () => {
    restore();
    const ran = done(cli('withdraw', 'privacy', NEXT, '--reason', 'A recipient was left out.', '--by', 'Legal department', '--json'));
    expect(JSON.parse(ran.stdout).entry.withdrawn).toMatchObject({ by: 'Legal department', reason: 'A recipient was left out.' });
    done(build());
    const history = built('privacy/history/index.html');
    expect(history).toContain('data-standing="withdrawn"');
    expect(history).toContain('Reason: A recipient was left out.');
    const page = built(`privacy/${NEXT}/index.html`);
    expect(page).toContain('data-standing="withdrawn"');
    expect(page).toContain('60 days');
    expect(built('privacy/index.html')).not.toContain(`privacy/${NEXT}/`);
    const versions = JSON.parse(built('privacy/versions.json'));
    expect(versions.tenures).toEqual([{ id: FIRST, from: `${FIRST}T00:00:00Z` }]);
    expect(versions.versions[1].withdrawn.reason).toBe('A recipient was left out.');
    expect(JSON.parse(built('_at/index.json')).moments).toEqual([]);
    expect(cli('withdraw', 'privacy', NEXT, '--reason', 'Again', '--by', 'Me').status).toBe(2);
  });

  test('a version in force is marked as a mistake: both stay, and the one before it is in force again', () => {
    restore();
    const today = new Date().toISOString().slice(0, 10);
    done(cli('new', 'version', 'privacy', today));
    edit(`policies/privacy/${today}/en.mdx`, (text) =>
      text.replace('# summary:', 'summary: Orders are kept for ever.').replace('material: false', 'material: true').replace('30 days', '3000 days'),
    );
    done(cli('publish', 'privacy', today, '--approved-by', 'An intern'));
    const refused = cli('withdraw', 'privacy', today, '--reason', 'No', '--by', 'Me');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain(`fairnotice mistake privacy ${today}`);
    const { entry } = JSON.parse(done(cli('mistake', 'privacy', today, '--reason', 'Nobody had approved it.', '--by', 'Legal department', '--json')).stdout);
    done(build());
    const history = built('privacy/history/index.html');
    expect(history).toContain('data-standing="mistaken"');
    expect(history).toContain('Reason: Nobody had approved it.');
    expect(built(`privacy/${today}/index.html`)).toContain('3000 days');
    const standing = built('privacy/index.html');
    expect(standing).toContain('data-standing="in-force"');
    expect(standing).toContain('30 days');
    expect(standing).not.toContain('3000 days');
    expect(JSON.parse(built('privacy/versions.json')).tenures).toEqual([
      { id: FIRST, from: `${FIRST}T00:00:00Z`, until: `${today}T00:00:00Z` },
      { id: today, from: `${today}T00:00:00Z`, until: entry.mistaken.at },
      { id: FIRST, from: entry.mistaken.at, until: `${NEXT}T00:00:00Z` },
      { id: NEXT, from: `${NEXT}T00:00:00Z` },
    ]);
  });
});
