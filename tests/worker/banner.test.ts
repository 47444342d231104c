/** Which banner script answers: by region, language, name and moment. The scripts of the fixture say what they are. */
import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { consentModelFor } from '../../core/regimes.ts';
import { createApp } from '../../worker/app.ts';
import { type Asked, ask, NOW, textOf } from './client.ts';

const AFTER = '2027-01-01T00:00:00Z';
const BEGUN = '2026-11-23T12:00:00Z';

/** Site, model, language and moment that a stand-in names. */
async function chosen(path: string, asked: Asked = {}): Promise<string[]> {
  const response = await ask(path, asked);
  expect(response.status, path).toBe(200);
  return (/stand-in: (.*?)\n/.exec(await textOf(response))?.[1] ?? '').split(/ from | /);
}

const modelFor = async (asked: Asked, path = '/banner/shop.js'): Promise<string | undefined> => (await chosen(path, asked))[1];
const localeFor = async (header: string | undefined, path = '/banner/shop.js'): Promise<string | undefined> =>
  (await chosen(path, header === undefined ? {} : { headers: { 'accept-language': header } }))[2];

describe('the consent model', () => {
  test.each([
    [{ country: 'DE' }, 'opt-in'],
    [{ country: 'DE', regionCode: 'BE' }, 'opt-in'],
    [{ country: 'US', regionCode: 'CA' }, 'opt-out'],
    [{ country: 'US', regionCode: 'NY' }, 'opt-in'],
    // The region is not known.
    [{ country: 'US' }, 'opt-in'],
    [{ country: 'US', regionCode: '' }, 'opt-in'],
    [{ country: 'AU', regionCode: 'NSW' }, 'notice'],
    [{ country: 'AU' }, 'notice'],
    [{ country: 'JP' }, 'opt-in'],
    [{}, 'opt-in'],
  ])('of %o is %s', async (cf, model) => {
    expect(await modelFor({ cf })).toBe(model);
  });

  test.each([
    [{ country: 'JP' }, 'notice'],
    [{ country: 'DE' }, 'opt-in'],
    // Tor, unknown, and no place at all: a rule for everywhere says nothing of them.
    [{ country: 'T1' }, 'opt-in'],
    [{ country: 'XX' }, 'opt-in'],
    [{ country: '' }, 'opt-in'],
    [{}, 'opt-in'],
    [undefined, 'opt-in'],
  ])('of %o is %s where the site asks less of everybody else', async (cf, model) => {
    expect(await modelFor(cf ? { cf } : {}, '/banner/blog.js')).toBe(model);
  });

  test.each([
    ['US-CA', 'opt-out'],
    ['us-ca', 'opt-out'],
    ['US-', 'opt-in'],
    ['US', 'opt-in'],
    ['AU', 'notice'],
    ['DE', 'opt-in'],
    ['California', 'opt-in'],
    ['__proto__', 'opt-in'],
    ['AU-__proto__', 'notice'],
    ['US-*', 'opt-in'],
    ['*', 'opt-in'],
    ['%00', 'opt-in'],
    ['AU'.repeat(2000), 'opt-in'],
  ])('of ?region=%s is %s, wherever it is asked from', async (region, model) => {
    expect(await modelFor({ cf: { country: 'JP' } }, `/banner/shop.js?region=${region}`)).toBe(model);
  });

  test('follows the place of the request where ?region= is empty', async () => {
    expect(await modelFor({ cf: { country: 'AU' } }, '/banner/shop.js?region=')).toBe('notice');
  });

  test('is that of the place which development fixes', async () => {
    expect(await modelFor({ cf: { country: 'DE' }, bindings: { FIXED_PLACE: 'US-CA' } })).toBe('opt-out');
    expect(await modelFor({ cf: { country: 'AU' }, bindings: { FIXED_PLACE: '' } })).toBe('opt-in');
  });

  test('is not told by headers that anybody can send', async () => {
    expect(await modelFor({ cf: { country: 'DE' }, headers: { 'cf-ipcountry': 'AU', 'x-forwarded-for': '203.0.113.1' } })).toBe('opt-in');
  });
});

describe('the language', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de', 'de'],
    ['DE-at', 'de'],
    ['de-CH-1996', 'de'],
    ['fr, de;q=0.5', 'de'],
    ['en;q=0.2, de;q=0.9', 'de'],
    ['en;q=0.2,de;Q=0.9', 'de'],
    ['en;q=0.2\t, de ; q=0.9', 'de'],
    ['de;q=0, pt;q=0.001', 'pt'],
    ['de;q=0', 'en'],
    ['de;q=7, pt', 'pt'],
    ['de;q=x, pt;q=0.1', 'pt'],
    ['de;q=NaN, pt;q=0.1', 'pt'],
    ['*;q=1, de;q=0.5', 'de'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh-MO', 'zh-Hant'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-Hant', 'zh-Hant'],
    ['zh-Hant-CN', 'zh-Hant'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['zh-valueOf', 'zh-Hans'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['nb', 'nb'],
    ['pt', 'pt'],
    ['pt-PT', 'pt'],
    ['pt-BR', 'pt-BR'],
    ['pt-br', 'pt-BR'],
    // What Chrome sends in Latin America.
    ['es-419,es;q=0.9', 'es'],
    ['es-419', 'es'],
    ['constructor, __proto__, toString, de;q=0.1', 'de'],
    [';;;,,,=,q=1,;q=', 'en'],
    ['<script>, de', 'de'],
    [`${'x-y,'.repeat(5000)}de`, 'en'],
    [`de,${'fr;q=0.1,'.repeat(5000)}`, 'de'],
    [`${'a'.repeat(999)},de`, 'en'],
    [`${' '.repeat(990)},pt,de-DE`, 'pt'],
  ])('for %j is %s', async (header, locale) => {
    expect(await localeFor(header)).toBe(locale);
  });

  test('is found at once however long the header is', async () => {
    const begun = Date.now();
    await localeFor(`de${' '.repeat(60_000)};q=x`);
    expect(Date.now() - begun).toBeLessThan(1000);
  });

  test.each([
    ['de', 'de'],
    ['de-DE', 'de'],
    ['pt_BR', 'pt-BR'],
    ['fr', 'es'],
    ['', 'es'],
    ['../../x', 'es'],
    ['x'.repeat(5000), 'es'],
  ])('of a page in %j is %s, whatever the browser wishes', async (lang, locale) => {
    expect(await localeFor('es', `/banner/shop.js?lang=${encodeURIComponent(lang)}`)).toBe(locale);
  });

  test('of the address counts more than any wish', async () => {
    expect(await localeFor('de', '/banner/shop.pt-BR.js?lang=de')).toBe('pt-BR');
  });
});

describe('an address of a banner', () => {
  test.each([
    ['/banner/shop.js', 'text/javascript'],
    ['/banner/shop.de.js', 'text/javascript'],
    ['/banner/shop.guard.js', 'text/javascript'],
    ['/banner/shop.json', 'application/json'],
    ['/banner/shop.de.json', 'application/json'],
  ])('%s is %s', async (path, type) => {
    const response = await ask(path, { cf: { country: 'AU' } });
    expect(response.headers.get('content-type')).toMatch(new RegExp(`^${type}`));
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    await textOf(response);
  });

  test('ending in .json answers with the data of the same choice', async () => {
    const response = await ask('/banner/shop.json?lang=de&region=US-CA');
    expect(await response.json()).toMatchObject({ site: 'shop', model: 'opt-out', locale: 'de' });
  });

  test('of the guard is the same for every place and language', async () => {
    expect(await chosen('/banner/shop.guard.js', { cf: { country: 'AU' } })).toEqual(['guard', 'of', 'shop']);
  });

  test.each([
    '/banner/',
    '/banner/nope.js',
    '/banner/nope.de.js',
    '/banner/shop.fr.js',
    '/banner/shop.DE.js',
    '/banner/shop.guard.json',
    '/banner/shop.constructor.js',
    '/banner/shop.js.js',
    '/banner/shop..js',
    '/banner/.js',
    '/banner/SHOP.js',
    '/banner/shop.js.map',
    '/banner/shop.de.pt.js',
    '/banner/constructor.js',
    '/banner/constructor.json',
    '/banner/__proto__.js',
    '/banner/tostring.js',
    '/banner/shop.%64e.x.js',
    '/banner/..%2f_at%2fbanner.json',
    '/banner/%2e%2e/_at/banner.json',
    '/banner/shop%00.js',
    '/banner/sub/shop.js',
    '/_at/banner.json',
    '/pinned/shop/nope.js',
  ])('that there is not, %s, is a problem', async (path) => {
    const response = await ask(path, { headers: { accept: 'application/json' } });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ type: 'https://privacy.example/problems/not-found/', status: 404 });
  });

  test('with an escape leads to its proper form', async () => {
    const response = await ask('/banner/%73hop.js');
    expect([response.status, response.headers.get('location')]).toEqual([307, '/banner/shop.js']);
  });

  test('is a problem where the build has no site', async () => {
    expect((await ask('/banner/shop.js', { site: 'auckland' })).status).toBe(404);
  });

  test('leaves the module of the same folder as it is', async () => {
    expect(await textOf(await ask('/banner/fairnotice.mjs'))).toContain('stand-in of the module');
  });

  test('lies below the base', async () => {
    const model = (path: string) => modelFor({ site: 'legal', cf: { country: 'US', regionCode: 'CA' } }, path);
    expect(await model('/legal/banner/shop.js')).toBe('opt-out');
    expect((await ask('/banner/shop.js', { site: 'legal' })).status).toBe(404);
  });
});

describe('the moment', () => {
  const cf = { country: 'US', regionCode: 'CA' };
  test.each([
    // A clock behind that of the machine which built it.
    ['2026-11-23T11:59:00Z', 'opt-out', BEGUN],
    [BEGUN, 'opt-out', BEGUN],
    ['2026-12-31T23:59:59Z', 'opt-out', BEGUN],
    ['2026-12-31T23:59:59.999Z', 'opt-out', BEGUN],
    [AFTER, 'opt-in', AFTER],
    ['2027-01-01T00:00:00.001Z', 'opt-in', AFTER],
    ['2030-01-01T00:00:00Z', 'opt-in', AFTER],
  ])('%s gives %s, made for %s', async (now, model, from) => {
    expect(await chosen('/banner/shop.en.js', { now, cf })).toEqual(['shop', model, 'en', from]);
  });

  test.each([
    [NOW, 'private, max-age=3600, must-revalidate'],
    ['2026-12-31T23:00:00Z', 'private, max-age=3600, must-revalidate'],
    ['2026-12-31T23:00:01Z', 'private, max-age=3599, must-revalidate'],
    ['2026-12-31T23:59:59Z', 'private, max-age=1, must-revalidate'],
    ['2026-12-31T23:59:59.500Z', 'private, max-age=0, must-revalidate'],
    // Terms change at noon of that day.
    ['2027-01-01T11:30:00Z', 'private, max-age=1800, must-revalidate'],
    ['2027-01-01T12:00:00Z', 'private, max-age=3600, must-revalidate'],
  ])('at %s lets an answer be kept for %s', async (now, header) => {
    for (const path of ['/banner/shop.js', '/banner/shop.de.js', '/banner/shop.json', '/banner/shop.guard.js'])
      expect((await ask(path, { now })).headers.get('cache-control'), path).toBe(header);
  });

  test('before does not validate what is served after', async () => {
    const before = await ask('/banner/shop.js', { now: '2026-12-31T23:59:59Z', cf });
    const again = await ask('/banner/shop.js', { now: AFTER, cf, headers: { 'if-none-match': before.headers.get('etag') ?? '' } });
    expect(again.status).toBe(200);
  });
});

describe('the answer', () => {
  test('with the data names the law, which a page may read, and never the place; the script does not', async () => {
    const { headers } = await ask('/banner/shop.json?region=US-CA');
    expect(headers.get('access-control-expose-headers')).toBe('Fairnotice-Regime');
    expect(headers.get('fairnotice-regime')).toBe(consentModelFor('US', 'CA', '2026-11-24').regime);
    expect((await ask('/banner/shop.json?region=ZZ')).headers.get('fairnotice-regime')).toBeNull();
    expect((await ask('/banner/shop.js?region=US-CA')).headers.get('fairnotice-regime')).toBeNull();
  });

  test('may be used by any page, and kept by the browser alone', async () => {
    const { headers } = await ask('/banner/shop.js', { headers: { origin: 'https://anywhere.example' } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('vary')).toBe('Accept-Language');
    expect(headers.get('set-cookie')).toBeNull();
    expect([...headers].flat().join('\n')).not.toMatch(/pinned|_at/);
  });

  test('validates by its ETag, and says the same of itself then', async () => {
    const first = await ask('/banner/shop.js', { cf: { country: 'DE' } });
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"\w+"$/);
    for (const value of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await ask('/banner/shop.js', { cf: { country: 'DE' }, headers: { 'if-none-match': value } });
      expect(again.status).toBe(304);
      expect(await textOf(again)).toBe('');
      for (const name of ['cache-control', 'vary', 'etag', 'access-control-allow-origin', 'cross-origin-resource-policy'])
        expect(again.headers.get(name), name).toBe(first.headers.get(name));
    }
  });

  test('of another place or language does not validate', async () => {
    const etag = (await ask('/banner/shop.js', { cf: { country: 'DE' } })).headers.get('etag') ?? '';
    const others: Asked[] = [
      { cf: { country: 'AU' }, headers: { 'if-none-match': etag } },
      { cf: { country: 'DE' }, headers: { 'if-none-match': etag, 'accept-language': 'de' } },
    ];
    for (const asked of others) expect((await ask('/banner/shop.js', asked)).status).toBe(200);
  });

  test('to HEAD is that to GET without a body', async () => {
    const [get, head] = [await ask('/banner/shop.js'), await ask('/banner/shop.js', { method: 'HEAD' })];
    expect([head.status, await textOf(head)]).toEqual([200, '']);
    const facts = (response: Response) => Object.fromEntries([...response.headers].filter(([name]) => name !== 'x-request-id'));
    expect(facts(head)).toEqual(facts(get));
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('to %s is a refusal', async (method) => {
    const response = await ask('/banner/shop.js', { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('is not spoilt for as long as the isolate lives by one failure of the asset server', async () => {
    vi.spyOn(console, 'error').mockImplementationOnce(() => undefined);
    const app = createApp({ now: () => new Date(NOW) });
    let fails = true;
    const fetch = (input: Request): Promise<Response> =>
      fails && input.url.endsWith('/_at/banner.json') ? Promise.resolve(new Response(null, { status: 503 })) : env.ASSETS.fetch(input);
    const statusNow = async (): Promise<number> => {
      const request = new Request('https://privacy.example/banner/shop.js');
      const response = await app.fetch(request, { ...env, ASSETS: { fetch } as unknown as Fetcher }, createExecutionContext());
      await response.arrayBuffer();
      return response.status;
    };
    expect(await statusNow()).toBe(500);
    fails = false;
    expect(await statusNow()).toBe(200);
  });
});
