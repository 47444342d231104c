/** The archive: what is taken into it, what is refused, and what is read from it once the assets have lost it. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test } from 'vitest';
import { readEntry } from '../../core/log/entry.ts';
import type { ArchiveState } from '../../core/publications.ts';
import type { ConsentLedger } from '../../worker/ledger/consent-ledger.ts';
import { OPERATOR_TOKEN } from '../support/secrets.ts';
import { type Asked, ask, textOf } from './client.ts';
import { emptyLedgers, noticeOf, recordWith, send } from './records.ts';

const ARCHIVE = '/api/v1/operator/archive';
const AUTHORIZATION = { authorization: `Bearer ${OPERATOR_TOKEN}` };

afterEach(async () => {
  for (const { key } of (await env.ARCHIVE.list({ prefix: 'published/' })).objects) await env.ARCHIVE.delete(key);
  await emptyLedgers(['root', 'shop', 'blog']);
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function digestOf(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

async function sha256(text: string): Promise<string> {
  return [...(await digestOf(bytesOf(text)))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function put(path: string, text: string, { headers = {}, ...asked }: Asked = {}): Promise<Response> {
  const digest = `sha-256=:${btoa(String.fromCharCode(...(await digestOf(bytesOf(text)))))}:`;
  const all = { ...AUTHORIZATION, 'content-digest': digest, ...headers };
  return ask(`${ARCHIVE}?path=${encodeURIComponent(path)}`, { method: 'PUT', body: bytesOf(text), headers: all, ...asked });
}

async function missing(list: unknown): Promise<Response> {
  return ask(`${ARCHIVE}/missing`, { method: 'POST', body: JSON.stringify(list), headers: AUTHORIZATION });
}

/** The public statements of a log, as its entries say them. */
async function leavesOf(log: string): Promise<unknown[]> {
  await env.LEDGER.getByName(log).checkpoint();
  return runInDurableObject(env.LEDGER.getByName(log), (_object: ConsentLedger, { storage }) =>
    [...storage.sql.exec<{ entry: ArrayBuffer }>('SELECT entry FROM entries WHERE idx >= 0 AND id IS NULL ORDER BY idx')].flatMap(({ entry }) => {
      const read = readEntry(new Uint8Array(entry));
      return read.ok && read.kind === 'statement' ? [read.statement] : [];
    }),
  );
}

/** A document that no current asset has, with the path it belongs to. */
async function oldNotice(site = 'shop'): Promise<{ path: string; hash: string; text: string }> {
  const current = await textOf(await ask(`/notices/${await noticeOf()}.json`));
  const text = JSON.stringify({ ...JSON.parse(current), site, build: 'an older one' });
  const hash = await sha256(text);
  return { path: `notices/${hash}.json`, hash, text };
}

describe('what is published', () => {
  test('is kept once, and the log of its site says so', async () => {
    const { path, hash, text } = await oldNotice();
    const first = await put(path, text);
    expect(first.status).toBe(201);
    expect(await first.json()).toEqual({ path, sha256: hash, log: 'shop' });
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect((await put(path, text)).status).toBe(200);
    expect(await leavesOf('shop')).toEqual([{ type: 'published', kind: 'notice', path, sha256: hash, at: '2026-11-24T00:00:00.000Z' }]);
    expect(await leavesOf('root')).toEqual([]);
  });

  test.each([
    ['privacy/2020-01-01.txt', 'text', 'text/plain; charset=utf-8'],
    ['privacy/2020-01-01/de.txt', 'text', 'text/plain; charset=utf-8'],
    ['privacy/2020-01-01/de.sealed.html', 'seal', 'text/html; charset=utf-8'],
    ['gone/2020-01-01.2/pt-BR.sealed.html', 'seal', 'text/html; charset=utf-8'],
    ['gone/2020-01-01.txt', 'text', 'text/plain; charset=utf-8'],
  ])('%s is a leaf of the log over all sites, and answers for ever', async (path, kind, type) => {
    const text = `Wörter von ${path}\n`;
    expect((await ask(`/${path}`)).status).toBe(404);
    expect((await put(path, text)).status).toBe(201);
    expect(await leavesOf('root')).toMatchObject([{ kind, path, sha256: await sha256(text) }]);
    const answer = await ask(`/${path}`);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('access-control-allow-origin')]).toEqual([200, type, '*']);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-robots-tag')).toBe(kind === 'seal' ? 'noindex' : null);
    expect(await textOf(answer)).toBe(text);
    const head = await ask(`/${path}`, { method: 'HEAD' });
    expect([head.status, await textOf(head)]).toEqual([200, '']);
    const again = await ask(`/${path}`, { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } });
    expect([again.status, await textOf(again)]).toEqual([304, '']);
  });

  test('of a banner answers to pages of any origin', async () => {
    const text = '// an old build\n';
    const path = `pinned/shop/opt-in.pt-BR.${(await sha256(text)).slice(0, 16)}.js`;
    expect((await put(path, text)).status).toBe(201);
    expect(await leavesOf('shop')).toMatchObject([{ kind: 'banner', path }]);
    const answer = await ask(`/${path}`);
    expect(
      Object.fromEntries(['content-type', 'cross-origin-resource-policy', 'access-control-allow-origin'].map((name) => [name, answer.headers.get(name)])),
    ).toEqual({
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    });
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(await textOf(answer)).toBe(text);
  });

  test('and is code that all sites load is found by the hash as SRI writes it', async () => {
    const text = '// shared\n';
    const pin = btoa(String.fromCharCode(...(await digestOf(bytesOf(text)))))
      .slice(0, 16)
      .replace(/\W/g, '-');
    expect((await put(`pinned/rest.${pin}.js`, text)).status).toBe(201);
    expect((await put('pinned/rest.AAAAAAAAAAAAAAAA.js', text)).status).toBe(400);
    expect(await leavesOf('root')).toHaveLength(1);
  });

  test('under the prevailing language leads to the text without one, of a version that the tree has lost too', async () => {
    await put('privacy/2020-01-01.txt', 'old words\n');
    expect(await textOf(await ask('/privacy/2020-01-01/en.txt'))).toBe('old words\n');
    expect((await ask('/privacy/2020-01-01/de.txt')).status).toBe(404);
  });

  test('is never changed: other bytes are refused, and the answer names those that stand', async () => {
    await put('privacy/2020-01-01.txt', 'old words\n');
    const response = await put('privacy/2020-01-01.txt', 'new words\n');
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      type: expect.stringContaining('/problems/published-differs/'),
      detail: expect.stringContaining(await sha256('old words\n')),
    });
    expect(await textOf(await ask('/privacy/2020-01-01.txt'))).toBe('old words\n');
    expect(await leavesOf('root')).toHaveLength(1);
  });
});

describe('is refused, and nothing of it kept:', () => {
  test.each([
    ['privacy/2020-01-01.json', 'another file of a version'],
    ['privacy/index.html', 'a page'],
    ['privacy/2020-02-30.txt', 'a day that does not exist'],
    ['../secrets.txt', 'a way out'],
    ['/privacy/2020-01-01.txt', 'a slash before it'],
    ['privacy//2020-01-01.txt', 'a slash too many'],
    ['notices/abc.json', 'a short hash'],
    ['notices/NOTHEX.json', 'no hash'],
    ['log/shop/checkpoint', 'what belongs to the log'],
    ['published/x', 'anything else'],
    ['', 'nothing'],
  ])('%s (%s)', async (path) => {
    const response = await put(path, 'words');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: expect.stringContaining('bad-publication'), errors: [{ pointer: '/path' }] });
    expect((await env.ARCHIVE.list()).objects).toEqual([]);
  });

  test('bytes that are not those of the name', async () => {
    const { path, text } = await oldNotice();
    expect((await put(path, `${text} `)).status).toBe(400);
    expect((await put('pinned/shop/guard.0123456789abcdef.js', 'x')).status).toBe(400);
    expect((await env.ARCHIVE.list()).objects).toEqual([]);
  });

  test('a body that was cut off on its way', async () => {
    const response = await put('privacy/2020-01-01.txt', 'half', { headers: { 'content-digest': `sha-256=:${btoa('x'.repeat(32))}:` } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ detail: expect.stringContaining('Content-Digest') }] });
  });

  test('what belongs to a site that this deployment does not know', async () => {
    const { path, text } = await oldNotice('next-year');
    expect((await put(path, text)).status).toBe(400);
    const other = `pinned/next-year/guard.${(await sha256('x')).slice(0, 16)}.js`;
    expect(await (await missing([{ path: other, sha256: await sha256('x'), log: 'next-year' }])).json()).toEqual({
      missing: [],
      differing: [],
      later: [other],
    });
  });

  test('more than the longest publication', async () => {
    const response = await put('privacy/2020-01-01.txt', 'x'.repeat(8 * 1024 * 1024 + 1));
    expect(response.status).toBe(400);
  });

  test.each<Record<string, string>>([{}, { authorization: 'Bearer wrong-wrong-wrong-wrong' }, { authorization: OPERATOR_TOKEN }])(
    'whatever somebody else sends: %o',
    async (headers) => {
      for (const [method, path] of [
        ['PUT', `${ARCHIVE}?path=privacy/2020-01-01.txt`],
        ['POST', `${ARCHIVE}/missing`],
      ] as const) {
        const response = await ask(path, { method, body: '[]', headers });
        expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      }
      expect((await env.ARCHIVE.list()).objects).toEqual([]);
    },
  );
});

describe('asked what is missing, the archive', () => {
  test('names what it lacks, and what it holds otherwise', async () => {
    await put('privacy/2020-01-01.txt', 'one\n');
    await put('privacy/2020-01-02.txt', 'two\n');
    const list = await Promise.all(
      [
        ['privacy/2020-01-01.txt', 'one\n'],
        ['privacy/2020-01-02.txt', 'otherwise\n'],
        ['privacy/2020-01-03.txt', 'three\n'],
      ].map(async ([path = '', text = '']) => ({ path, sha256: await sha256(text), log: 'root' })),
    );
    expect(await (await missing(list)).json<ArchiveState>()).toEqual({
      missing: ['privacy/2020-01-03.txt'],
      differing: [{ path: 'privacy/2020-01-02.txt', sha256: await sha256('two\n') }],
      later: [],
    });
  });

  test('has the log say what was kept while nobody could say it', async () => {
    const path = 'privacy/2020-01-01.txt';
    const bytes = bytesOf('kept alone\n');
    const hash = await sha256('kept alone\n');
    await env.ARCHIVE.put(`published/${path}`, bytes, { customMetadata: { kind: 'text', log: 'root', sha256: hash } });
    await missing([{ path, sha256: hash, log: 'root' }]);
    await missing([{ path, sha256: hash, log: 'root' }]);
    expect(await leavesOf('root')).toMatchObject([{ path, sha256: hash }]);
  });

  test.each<[unknown, string]>([
    [{}, ''],
    [[{ path: 'privacy/2020-01-01.txt', log: 'root' }], '/0/sha256'],
    [[{ path: 'privacy/2020-01-01.txt', sha256: 'a'.repeat(64), log: 'root', kind: 'text' }], '/0/kind'],
    [[{ path: 'elsewhere', sha256: 'a'.repeat(64), log: 'root' }], '/0/path'],
    [Array.from({ length: 201 }, () => ({ path: 'privacy/2020-01-01.txt', sha256: 'a'.repeat(64), log: 'root' })), ''],
    ['no list', ''],
  ])('refuses %#', async (list, pointer) => {
    const response = await missing(list);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ pointer }] });
  });
});

describe('the notice of a record', () => {
  test('is archived, with its leaf, before the record is taken', async () => {
    const record = await recordWith();
    expect((await send(record)).status).toBe(201);
    const path = `notices/${record.notice}.json`;
    expect(await textOf(new Response((await env.ARCHIVE.get(`published/${path}`))?.body))).toBe(await textOf(await ask(`/${path}`)));
    expect(await leavesOf('shop')).toMatchObject([{ kind: 'notice', path, sha256: record.notice }]);
  });

  test('may be one that a later deployment replaced', async () => {
    const { path, hash, text } = await oldNotice();
    expect((await send(await recordWith({ notice: hash }))).status).toBe(503);
    await put(path, text);
    expect((await send(await recordWith({ notice: hash }))).status).toBe(201);
    expect(await textOf(await ask(`/${path}`))).toBe(text);
  });

  test('that the archive holds otherwise than its hash says keeps the record out, for it would say what nobody was shown', async () => {
    const { path, hash, text } = await oldNotice();
    await put(path, text);
    await env.ARCHIVE.put(`published/${path}`, text.replace('"locale":"', '"locale":"x'), { customMetadata: { kind: 'notice', log: 'shop', sha256: hash } });
    const record = await recordWith({ notice: hash });
    expect((await send(record)).status).toBe(500);
    await env.ARCHIVE.put(`published/${path}`, text, { customMetadata: { kind: 'notice', log: 'shop', sha256: hash } });
    expect((await send(record)).status).toBe(201);
  });

  test('that cannot be archived keeps the record out, for it would point to nothing', async () => {
    const ARCHIVE_DOWN = { ...env.ARCHIVE, head: () => Promise.reject(new Error('no answer')) } as unknown as R2Bucket;
    const record = await recordWith();
    expect((await send(record, { bindings: { ARCHIVE: ARCHIVE_DOWN } })).status).toBe(500);
    expect((await send(record)).status).toBe(201);
  });
});

describe('the notice in force', () => {
  test.each([
    ['/notices/current/shop/de.json', { country: 'DE' }, 'opt-in', 'de'],
    ['/notices/current/shop/pt-BR.json', { country: 'US', regionCode: 'CA' }, 'opt-out', 'pt-BR'],
    ['/notices/current/shop/en.json?region=AU', { country: 'DE' }, 'notice', 'en'],
  ])('%s from %o is that of %s', async (path, cf, model, locale) => {
    const answer = await ask(path, { cf });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([302, '*']);
    expect(answer.headers.get('cache-control')).toContain('private');
    const notice = await (await ask(answer.headers.get('location') ?? '')).json();
    expect(notice).toMatchObject({ site: 'shop', model, locale });
  });

  test('is another one from the moment on at which it changes', async () => {
    const at = async (now: string) => (await ask('/notices/current/shop/de.json', { now, cf: { country: 'DE' } })).headers.get('location');
    expect(await at('2026-12-31T23:59:59Z')).not.toBe(await at('2027-01-01T00:00:00Z'));
  });

  test.each(['/notices/current/nope/de.json', '/notices/current/shop/fr.json', '/notices/current/shop/guard.json', '/notices/current/shop/'])(
    '%s is none',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );
});
