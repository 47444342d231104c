/** What holds for every command: its help, its exit status, its JSON. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../core/digest.ts';
import { fairnotice, type Ran } from '../support/command.ts';
import { writeFixtureTree } from '../support/fixture-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-commands-'));
const content = join(folder, 'content');
const inTree = (...args: string[]): Ran => fairnotice([...args, '--content', content]);

beforeAll(() => {
  writeFixtureTree(content, { versions: 6 });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('help', () => {
  const commands = [
    ['new', 'organisation'],
    ['new', 'policy'],
    ['new', 'version'],
    ['new', 'site'],
    ['lint'],
    ['import'],
    ['publish'],
    ['withdraw'],
    ['mistake'],
    ['correct'],
    ['compare'],
    ['build'],
    ['verify', 'log'],
    ['verify', 'receipt'],
    ['archive'],
    ['deploy'],
    ['requests', 'rotate-keys'],
    ['requests', 'replay-suppressions'],
    ['start'],
  ];

  test('of the whole lists every command', () => {
    const { status, stdout } = fairnotice(['--help']);
    expect(status).toBe(0);
    const listed = [...(stdout.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...new Set(commands.map(([first]) => first)), 'help'].sort());
    expect(stdout).toContain('exits with 0 (fine), 1 (found something) or 2 (could not run)');
  });

  test.each(commands.map((words) => [words.join(' ')]))('of %s has an example', (words) => {
    const { status, stdout } = fairnotice([...words.split(' '), '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/\nExamples?:\n {2}\S/);
    expect(stdout).toContain(words === 'start' ? 'npm start' : `fairnotice ${words}`);
  });
});

describe('exit status', () => {
  test.each<[0 | 1 | 2, string, string[], RegExp]>([
    [2, 'no command', ['publich'], /Did you mean publish/],
    [2, 'an option that is none', ['build', '--ouput', 'x'], /unknown option '--ouput'/],
    [2, 'an argument that is missing', ['publish', 'privacy'], /missing required argument 'version'/],
    [2, 'a policy that is not there', ['publish', 'privacey', '2017-01-01'], /There is no policy privacey; did you mean privacy\?/],
    [2, 'a version that is not there', ['compare', 'privacy', '1999-01-01', '2027-01-01'], /privacy has no version 1999-01-01\. It has: /],
    [2, 'a language that is not there', ['compare', 'privacy', '2026-09-28', '2027-01-01', '--locale', 'ja'], /has no text in ja\. It has: /],
    [2, 'nobody who approved', ['publish', 'privacy', '2027-01-01'], /--approved-by/],
    [1, 'words that are published already', ['publish', 'privacy', '2027-01-01', '--approved-by', 'Me'], /published already; published words never change/],
    [1, 'two versions that differ', ['compare', 'privacy', '2026-09-28', '2027-01-01'], /^# (?:\(top\)|[A-Z][\s\S]*)[\s\S]*\{\+/],
    [0, 'a version and itself', ['compare', 'privacy', '2027-01-01', '2027-01-01'], /^No word was added, removed or moved\.\n$/],
    [2, 'a moment that is none', ['build', '--now', 'tomorrow'], /--now is "tomorrow"; it takes an instant such as/],
    [2, 'a kind that is none', ['new', 'policy', 'x', '--kind', 'novel'], /--kind is novel; it can be privacy, cookies, terms, other/],
    [2, 'a version’s name that is none', ['new', 'version', 'privacy', '2025-02-30'], /2025-02-30 is no name for a version/],
    [2, 'a version that is there already', ['new', 'version', 'privacy', '2027-01-01'], /is there already; nothing was written/],
    [2, 'a policy that is not there yet', ['new', 'version', 'privacy-notice', '2028-01-01'], /Make it: fairnotice new policy privacy-notice/],
    [2, 'a tree that is there already', ['new', 'organisation', '--organisation', 'X', '--domain', 'x.org'], /is a content tree already|there already/],
    [
      2,
      'an announced version as a mistake',
      ['mistake', 'privacy', '2027-01-01', '--reason', 'x', '--by', 'me'],
      /withdraw it: fairnotice withdraw privacy 2027-01-01/,
    ],
    [2, 'a version in force that is withdrawn', ['withdraw', 'privacy', '2026-09-28', '--reason', 'x', '--by', 'me'], /fairnotice mistake privacy 2026-09-28/],
    [2, 'a site without an origin', ['new', 'site', 'shop'], /required option '--origin/],
    [
      2,
      'an origin that is none',
      ['new', 'site', 'shop', '--origin', 'https://shop.example/home'],
      /origins\.0: an origin such as https:\/\/www\.example\.org/,
    ],
    [2, 'a site’s name that is none', ['new', 'site', 'My Shop', '--origin', 'https://shop.example'], /My Shop cannot stand in an address/],
    [
      2,
      'a site’s policy that is not there',
      ['new', 'site', 'shop', '--origin', 'https://shop.example', '--policy', 'x'],
      /There is no policy x\. There are: .*privacy/,
    ],
    [2, 'a port that is none', ['start', '--port', 'many'], /PORT is "many"; it takes a number from 1 to 65535/],
  ])('%i for %s', (expected, _what, args, says) => {
    const before = readFileSync(join(content, 'published.json'), 'utf8');
    const { status, stdout, stderr } = inTree(...args);
    expect([status, stdout + stderr]).toEqual([expected, expect.stringMatching(says)]);
    expect(stdout + stderr).not.toMatch(/\n {4}at .*\.ts:/);
    expect(readFileSync(join(content, 'published.json'), 'utf8')).toBe(before);
  });

  test('2 for a place that is none', () => {
    const { status, stdout, stderr } = fairnotice(['start', '--content', content], { PLACE: 'Germany' });
    expect([status, stdout + stderr]).toEqual([2, expect.stringMatching(/PLACE is "Germany"; it takes a country such as DE, or a region such as US-CA/)]);
  });

  test('1 for a text in which a prompt still stands: a seal holds for ever', () => {
    const first = join(folder, 'first');
    const made = [
      ['new', 'organisation', '--organisation', 'Kowhai', '--domain', 'kowhai.example'],
      ['new', 'policy', 'privacy'],
      ['new', 'version', 'privacy', '2090-01-01'],
    ];
    for (const args of made) expect(fairnotice([...args, '--content', first]).status).toBe(0);
    const text = join(first, 'policies', 'privacy', '2090-01-01', 'en.mdx');
    const publish = () => fairnotice(['publish', 'privacy', '2090-01-01', '--approved-by', 'Me', '--content', first]);
    const { status, stdout } = publish();
    expect([status, stdout]).toEqual([
      1,
      expect.stringMatching(/^A prompt of the first text stands at policies\/privacy\/2090-01-01\/en\.mdx:7, .*en\.mdx:\d+\. .*Nothing was published\.$/m),
    ]);
    writeFileSync(text, '---\ntitle: Privacy policy\n---\n\n## Who we are {#who}\n\nWe are Kowhai.\n');
    expect(publish().status).toBe(0);
  });

  test('1 for content that is wrong, with file, field, what was found and what would be right', () => {
    const broken = join(folder, 'broken');
    writeFixtureTree(broken, { versions: 3 });
    writeFileSync(join(broken, 'cookies.json'), JSON.stringify({ entries: [], entires: [] }));
    for (const args of [['build'], ['compare', 'privacy', '2026-09-28', '2027-01-01'], ['publish', 'privacy', '2027-01-01', '--approved-by', 'Me'], ['lint']]) {
      const { status, stdout, stderr } = fairnotice([...args, '--content', broken]);
      expect([args[0], status, stdout + stderr]).toEqual([
        args[0],
        // For compare 1 means that the words differ.
        args[0] === 'compare' ? 2 : 1,
        expect.stringContaining('cookies.json\n  field     entires\n  found     a field that nothing reads\n  expected  entries?'),
      ]);
    }
  });
});

describe('--json', () => {
  test.each<[string, number, string[]]>([
    ['a refusal', 1, ['publish', 'privacy', '2027-01-01', '--approved-by', 'Me']],
    ['what could not run', 2, ['publish', 'privacey', '2027-01-01']],
    ['lint', -1, ['lint']],
    ['a new policy', 0, ['new', 'policy', 'returns', '--kind', 'other']],
    ['a new version', 0, ['new', 'version', 'returns', '2028-01-01']],
  ])('is one JSON value for %s', (_what, expected, args) => {
    const { status, stdout } = inTree(...args, '--json');
    if (expected >= 0) expect(status).toBe(expected);
    expect(JSON.parse(stdout)).toBeTypeOf('object');
    if (expected > 0) expect(JSON.parse(stdout).ok).toBe(false);
  });

  test('of compare joins to both canonical texts, whose hashes it names', () => {
    const { status, stdout } = inTree('compare', 'privacy', '2026-09-28', '2027-01-01', '--json');
    expect(status).toBe(1);
    const { a, b, blocks } = JSON.parse(stdout) as {
      a: { version: string; sha256: string };
      b: { version: string; sha256: string };
      blocks: { words: { op: string; text: string }[] }[];
    };
    const without = (op: string): string => blocks.flatMap(({ words }) => words.filter((word) => word.op !== op).map(({ text }) => text)).join('');
    expect(sha256(without('insert'))).toBe(a.sha256);
    expect(sha256(without('delete'))).toBe(b.sha256);
    const { versions } = JSON.parse(readFileSync(join(content, 'published.json'), 'utf8')) as {
      versions: { policy: string; version: string; locales: Record<string, { sha256: string }> }[];
    };
    for (const { version, sha256: named } of [a, b])
      expect(versions.find((entry) => entry.policy === 'privacy' && entry.version === version)?.locales.en?.sha256).toBe(named);
  });

  test('of compare is the same as --format json', () => {
    const pair = ['compare', 'privacy', '2026-09-28', '2027-01-01'];
    expect(inTree(...pair, '--format', 'json').stdout).toBe(inTree(...pair, '--json').stdout);
    expect(inTree(...pair, '--format', 'html').stdout).toMatch(/<ins\b/);
  });
});

describe('new site', () => {
  const site = join(content, 'sites', 'shop.json');
  const make = (): Ran => inTree('new', 'site', 'shop', '--origin', 'https://shop.example', 'https://www.shop.example');

  test('writes what is known and nothing else, and says what comes next', () => {
    const { status, stdout } = make();
    expect([status, stdout]).toEqual([0, expect.stringMatching(/Wrote .*shop\.json\n.*\/demo\/shop\/.*\/embed\/shop\//s)]);
    expect(JSON.parse(readFileSync(site, 'utf8'))).toEqual({
      origins: ['https://shop.example', 'https://www.shop.example'],
      policy: 'privacy',
      categories: [],
      services: [],
    });
    const linted = inTree('lint', site, '--json');
    const { findings } = JSON.parse(linted.stdout) as { findings: { rule: string }[] };
    expect([...new Set(findings.map(({ rule }) => rule))]).toEqual(['banner-wording-unreviewed']);
  });

  test('leaves a site alone that is there already', () => {
    const before = readFileSync(site, 'utf8');
    const { status, stderr } = make();
    expect([status, stderr]).toEqual([2, expect.stringMatching(/shop\.json is there already; nothing was written/)]);
    expect(readFileSync(site, 'utf8')).toBe(before);
  });
});

describe('the content tree', () => {
  test('is named by the environment too', () => {
    const ran = fairnotice(['compare', 'terms', '2025-02-01', '2026-05-01'], { FAIRNOTICE_CONTENT: content });
    expect(ran.status).toBe(1);
    expect(ran.stdout).toContain('[-30-]{+14+}');
  });

  test.each([['lint'], ['compare', 'terms', '2025-02-01', '2026-05-01'], ['build', '--out', join(folder, 'out')]])(
    'is no finding of %s where the folder is none: it could not run, and says how to begin one',
    (...args) => {
      const { status, stderr } = fairnotice([...args, '--content', folder]);
      expect(status).toBe(2);
      expect(stderr).toContain(`${folder} is no content tree yet. Begin it: fairnotice new organisation`);
    },
  );
});

describe('start', () => {
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('says at once that the port is in use, and which one to take', () => {
    const ran = fairnotice(['start'], { PORT: String(port), HOST: '127.0.0.1' });
    expect(ran.status).toBe(2);
    expect(ran.stderr).toBe(`Port ${port} is in use. Stop what listens there, or take another: PORT=${port + 1} npm start\n`);
    expect(ran.milliseconds).toBeLessThan(5000);
  });
});
