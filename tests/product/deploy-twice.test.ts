/**
 * What was published stays at its address: two deployments with other texts, one after the other on one edge with its storage.
 * Every address of the first still answers afterwards, byte for byte, and the logs prove what was out.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestHarness, type TestHarness } from 'wrangler';
import { type Archived, archivePublications, readPublications } from '../../cli/archive.ts';
import { build } from '../../cli/build.ts';
import { checkLog } from '../../core/log/check.ts';
import { readBundle, readEntry } from '../../core/log/entry.ts';
import { formatVkey, parseVkey } from '../../core/log/note.ts';
import type { Statement } from '../../core/log/statements.ts';
import { entriesPath, parseTilePath, TILE_WIDTH } from '../../core/log/tiles.ts';
import { signersOf } from '../../worker/ledger/signers.ts';
import { forgetBuild } from '../support/command.ts';
import { KAIRO } from '../support/run-sites.ts';
import { OPERATOR_TOKEN, TEST_SECRETS } from '../support/secrets.ts';
import { edgeConfig } from '../support/worker-server.ts';

const NOW = '2027-02-01T12:00:00Z';
const folder = mkdtempSync(join(tmpdir(), 'fairnotice-deploy-'));
const content = join(folder, 'content');
const [first, second] = [join(folder, 'first'), join(folder, 'second')];

/** What the test needs of the bindings: the platform's own types are not those of Node. */
interface LedgerBinding {
  getByName(log: string): {
    seal(): Promise<void>;
    checkpoint(): Promise<{ size: number; note: string }>;
    tile(level: number | 'entries', n: number, width: number): Promise<Uint8Array | 'full' | undefined>;
  };
}
interface ArchiveBinding {
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>;
}

interface Answer {
  status: number;
  type: string | null;
  sha256: string;
}

let server: TestHarness;
let to: string;
/** Answers at each address of the first deployment, while it was the current one. */
const before = new Map<string, Answer>();
const archived: Record<string, Archived> = {};

const edit = <T extends object>(file: string, change: (value: T) => void): void => {
  const value = JSON.parse(readFileSync(join(content, file), 'utf8')) as T;
  change(value);
  writeFileSync(join(content, file), JSON.stringify(value, null, 2));
};

async function answerAt(path: string): Promise<Answer> {
  const response = await server.fetch(`/${path}`, { redirect: 'manual' });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get('content-type'), sha256: createHash('sha256').update(bytes).digest('hex') };
}

const archive = (out: string): Promise<Archived> => archivePublications({ to, token: OPERATOR_TOKEN, out, content, tries: 1 });
const config = (directory: string) => ({ workers: [{ config: edgeConfig(directory, { FIXED_NOW: NOW, FIXED_PLACE: 'DE' }) }] });

beforeAll(async () => {
  cpSync(KAIRO, content, { recursive: true });
  edit<{ locales: string[] }>('sites/kairo.json', (site) => {
    site.locales = ['en', 'de'];
  });
  await build({ content, out: first, drafts: false, now: NOW });
  server = createTestHarness(config(first));
  to = (await server.listen()).url.href;
  archived.first = await archive(first);
  for (const { path } of readPublications(first).list) before.set(path, await answerAt(path));

  // Other words and colours, another site, and a policy that left the tree together with its entry of what was published.
  edit<{ texts: object; theme: { light: { accent: string } } }>('sites/kairo.json', (site) => {
    site.texts = { en: { 'banner.title': 'Another question' }, de: { 'banner.title': 'Eine andere Frage' } };
    site.theme.light.accent = '#003366';
  });
  cpSync(join(content, 'sites', 'kairo.json'), join(content, 'sites', 'shop.json'));
  rmSync(join(content, 'policies', 'cookies'), { recursive: true });
  edit<{ versions: { policy: string }[] }>('published.json', (published) => {
    published.versions = published.versions.filter(({ policy }) => policy !== 'cookies');
  });
  await build({ content, out: second, drafts: false, now: NOW });
  archived.ahead = await archive(second);
  await server.update(config(second));
  to = (await server.listen()).url.href;
  archived.second = await archive(second);
}, 600_000);

afterAll(async () => {
  await server?.close();
  for (const out of [first, second]) forgetBuild(content, out);
  rmSync(folder, { recursive: true, force: true });
});

const own = (list: string): string[] => readPublications(list).list.map(({ path }) => path);

describe('after the second deployment', () => {
  test('the assets hold less than was published', () => {
    const gone = [...before.keys()].filter((path) => !existsSync(join(second, path)));
    for (const kind of [/^notices\//, /^pinned\/kairo\/.*\.js$/, /^pinned\/kairo\/.*\.json$/, /^cookies\/.*\.txt$/, /\.sealed\.html$/])
      expect(gone.filter((path) => kind.test(path)).length, String(kind)).toBeGreaterThan(0);
  });

  test('every address of the first still answers, byte for byte and with its type', async () => {
    for (const [path, known] of before) {
      expect(known, path).toMatchObject({ status: 200, sha256: readPublications(first).list.find((one) => one.path === path)?.sha256 });
      expect(await answerAt(path), path).toEqual(known);
    }
  });

  test('and so does every address of the second', async () => {
    for (const { path, sha256 } of readPublications(second).list) expect(await answerAt(path), path).toMatchObject({ status: 200, sha256 });
  });

  test('the current notice is a new one, and the old one is still taken in a record', async () => {
    const old = [...before.keys()].find((path) => path.startsWith('notices/') && !own(second).includes(path)) ?? '';
    const current = await server.fetch('/notices/current/kairo/de.json', { redirect: 'manual' });
    await current.arrayBuffer();
    expect(current.status).toBe(302);
    expect(before.has(current.headers.get('location')?.slice(1) ?? '')).toBe(false);
    const send = async (notice: string): Promise<number> => {
      const record = {
        id: `01a014c9-9c00-7000-8000-${notice.slice(0, 12)}`,
        site: 'kairo',
        notice,
        subject: null,
        decided: '2027-02-01T11:59:00.000Z',
        action: 'reject',
        surface: 'banner',
        choices: { preferences: false, analytics: false },
        gpc: false,
      };
      const response = await server.fetch('/api/v1/consents', {
        method: 'POST',
        headers: { origin: 'https://api.kairobot.qzz.io', 'content-type': 'text/plain' },
        body: JSON.stringify(record),
      });
      await response.arrayBuffer();
      return response.status;
    };
    expect(await send(old.slice('notices/'.length, -'.json'.length))).toBe(201);
    expect(await send('f'.repeat(64))).toBe(503);
  });
});

describe('archiving', () => {
  test('sends what is missing and nothing twice', async () => {
    const shared = own(second).filter((path) => before.has(path)).length;
    expect(archived.first).toEqual({ ok: true, listed: before.size, sent: before.size, later: 0, differing: [] });
    expect(archived.second).toMatchObject({ ok: true, later: 0, differing: [] });
    const [ahead, after] = [archived.ahead, archived.second].map((done) => (done?.ok ? done : undefined));
    expect((ahead?.sent ?? 0) + (after?.sent ?? 0)).toBe(own(second).length - shared);
    expect(await archive(second)).toMatchObject({ ok: true, sent: 0 });
  });

  test('ahead of a deployment leaves what belongs to a new site for after it', () => {
    const ofShop = readPublications(second).list.filter(({ log }) => log === 'shop');
    expect(archived.ahead).toEqual({ ok: true, listed: own(second).length, sent: expect.any(Number), later: ofShop.length, differing: [] });
    expect(new Set(ofShop.map(({ kind }) => kind))).toEqual(new Set(['notice', 'banner']));
  });

  test('says what is the matter where nothing can be sent', async () => {
    const send = (given: object) => archivePublications({ to, token: OPERATOR_TOKEN, out: second, content, tries: 1, ...given });
    expect(await send({ token: 'another-token-altogether' })).toMatchObject({ ok: false, reason: 'wrong-token' });
    expect(await send({ to: `${to}nowhere/` })).toMatchObject({ ok: false, reason: 'no-archive' });
    expect(await send({ to: 'http://127.0.0.1:9/' })).toMatchObject({ ok: false, reason: 'unreachable' });
  });
});

describe('the logs', () => {
  /** As an auditor reads them: all entries, proved against a checkpoint signed by the log's key. */
  async function statementsIn(log: string): Promise<Statement[]> {
    const env = await server.getWorker<{ LEDGER: LedgerBinding; ARCHIVE: ArchiveBinding }>().getEnv();
    const ledger = env.LEDGER.getByName(log);
    await ledger.seal();
    const { size, note } = await ledger.checkpoint();
    const read = async (path: string): Promise<Uint8Array | undefined> => {
      if (path === 'checkpoint') return new TextEncoder().encode(note);
      const name = parseTilePath(path);
      if (!name) return undefined;
      const part = name.width < TILE_WIDTH ? await ledger.tile(name.kind === 'entries' ? 'entries' : name.level, name.n, name.width) : 'full';
      if (part !== 'full') return part ? new Uint8Array(part) : undefined;
      const object = await env.ARCHIVE.get(`log/${log}/${path}`);
      return object ? new Uint8Array(await object.arrayBuffer()) : undefined;
    };
    const origin = `api.kairobot.qzz.io/log/${log}`;
    const [signer] = await signersOf(TEST_SECRETS.LOG_KEY, origin);
    const vkey = parseVkey(formatVkey(origin, 1, signer?.publicKey ?? new Uint8Array()));
    if (!vkey.ok) throw new Error(vkey.reason);
    const report = await checkLog({ read, vkeys: [vkey] });
    expect(report).toMatchObject({ ok: true, head: { origin, size } });
    const statements: Statement[] = [];
    for (let n = 0; n * TILE_WIDTH < size; n += 1) {
      const bundle = readBundle((await read(entriesPath(n, Math.min(TILE_WIDTH, size - n * TILE_WIDTH)))) ?? new Uint8Array());
      for (const entry of bundle.ok ? bundle.entries : []) {
        const said = readEntry(entry);
        if (said.ok && said.kind === 'statement') statements.push(said.statement);
      }
    }
    return statements;
  }

  test.each(['kairo', 'shop', 'root'])('%s says of each publication once which bytes were out, under a signature', async (log) => {
    const expected = [...readPublications(first).list, ...readPublications(second).list].filter((one) => one.log === log);
    const unique = [
      ...new Map(expected.map(({ kind, path, sha256 }) => [path, { type: 'published', kind, path, sha256, at: '2027-02-01T12:00:00.000Z' }])).values(),
    ];
    const said = (await statementsIn(log)).filter(({ type }) => type === 'published');
    const byPath = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(said.sort(byPath)).toEqual(unique.sort(byPath));
  });
});
