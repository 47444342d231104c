/** What is refused at `POST /api/v1/consents`: bodies, fields, contradictions and origins, each by its problem. */
import { describe, expect, test } from 'vitest';
import { ask, ORIGIN } from './client.ts';
import { CONSENTS, noticeOf, recordWith, rowsOf, SHOP, send } from './records.ts';

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: { pointer: string; detail: string }[];
}

async function problemOf(response: Response, slug: string, status: number): Promise<Problem> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const problem = await response.json<Problem>();
  expect(problem).toMatchObject({ type: `${ORIGIN}/problems/${slug}/`, status, title: expect.any(String), detail: expect.any(String) });
  expect(await rowsOf()).toEqual([]);
  expect(await rowsOf('blog')).toEqual([]);
  return problem;
}

const pointersOf = ({ errors = [] }: Problem): string[] => errors.map(({ pointer }) => pointer);

describe('a field', () => {
  const HASH = 'a'.repeat(64);
  test.each<[string, unknown[]]>([
    [
      'id',
      [undefined, null, 7, '', 'x', '019aae2c-5400-4000-8000-000000000001', '019aae2c54007000800000000000000a', ' 019aae2c-5400-7000-8000-000000000001', ['x']],
    ],
    ['site', [undefined, null, 7, '', 'Shop', 'shop/../blog', 'shop.', '../shop', 'nope', 'constructor', '__proto__', 'hasownproperty', 'x'.repeat(300), {}]],
    ['notice', [undefined, null, 7, '', HASH.toUpperCase(), `${HASH}a`, HASH.slice(1), '../../_at/banner', `${HASH}\n`]],
    ['subject', [undefined, 7, '', 'x', HASH.toUpperCase(), false, 'null']],
    [
      'decided',
      [
        undefined,
        null,
        0,
        '',
        '2026-11-24',
        '2026-11-24T00:00:00',
        '2026-11-24T00:00:00+01:00',
        '2026-02-30T00:00:00Z',
        '2026-11-24T25:00:00Z',
        'now',
        `2026-11-24T00:00:00.${'1'.repeat(11)}Z`,
        'x'.repeat(99),
      ],
    ],
    ['action', [undefined, null, '', 'Accept', 'allow', 'constructor', ['accept']]],
    ['surface', [undefined, null, '', 'footer', 'toString', 1]],
    ['choices', [undefined, null, 'all', [], ['analytics'], true, {}]],
    ['gpc', [undefined, null, 0, 1, 'false', '']],
  ])('%s that is wrong is named, each time', async (field, values) => {
    for (const value of values) {
      const problem = await problemOf(await send(await recordWith({ [field]: value })), 'bad-record', 400);
      const pointers = pointersOf(problem);
      // No choice at all also lacks an answer for each category.
      expect([...new Set(pointers.map((pointer) => pointer.split('/')[1]))], JSON.stringify(value)).toEqual([field]);
      expect(problem.detail).not.toMatch(/Invalid|received|Unrecognized/);
    }
  });

  test.each<[unknown, string]>([
    [{ analytics: 'yes', marketing: false }, '/choices/analytics'],
    [{ analytics: null, marketing: false }, '/choices/analytics'],
    [{ analytics: true, marketing: false, necessary: true }, '/choices/necessary'],
    [{ analytics: true, marketing: false, constructor: true }, '/choices/constructor'],
    // Asked of nobody who saw this notice.
    [{ analytics: true, marketing: false, media: true }, '/choices/media'],
    [{ analytics: true }, '/choices/marketing'],
  ])('of choices %j is named %s', async (choices, pointer) => {
    expect(pointersOf(await problemOf(await send(await recordWith({ choices })), 'bad-record', 400))).toEqual([pointer]);
  });

  test('of choices is named also where a program would take it for something else', async () => {
    const text = JSON.stringify(await recordWith()).replace('"choices":{', '"choices":{"__proto__":true,');
    expect(pointersOf(await problemOf(await send(text), 'bad-record', 400))).toEqual(['/choices/__proto__']);
  });

  test('an acceptance that allows nothing is named', async () => {
    const record = await recordWith({ action: 'accept', choices: { analytics: false, marketing: false } });
    expect(pointersOf(await problemOf(await send(record), 'bad-record', 400))).toEqual(['/action']);
  });

  test.each(['reject', 'withdraw'])('action %s with something allowed is named', async (action) => {
    expect(pointersOf(await problemOf(await send(await recordWith({ action })), 'bad-record', 400))).toEqual(['/action']);
  });

  test('notice of another site is named', async () => {
    const problem = await problemOf(await send(await recordWith({ notice: await noticeOf('blog'), choices: { media: true } })), 'bad-record', 400);
    expect(pointersOf(problem)).toEqual(['/notice']);
  });

  test.each([
    ['ip', '/ip'],
    ['', '/'],
    ['a/b', '/a~1b'],
    ['a~b', '/a~0b'],
    ['__proto__', '/__proto__'],
    ['x'.repeat(500), `/${'x'.repeat(80)}…`],
  ])('%s that nothing knows is named by its pointer', async (key, pointer) => {
    const text = JSON.stringify(await recordWith()).replace('{', `{${JSON.stringify(key)}:1,`);
    expect(pointersOf(await problemOf(await send(text), 'bad-record', 400))).toEqual([pointer]);
  });

  test('is one of twenty at most that are named', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_one, index) => [`k${index}`, 1]));
    expect(pointersOf(await problemOf(await send({ ...(await recordWith()), ...many }), 'bad-record', 400))).toHaveLength(20);
  });

  test('is named together with the others that are wrong', async () => {
    const problem = await problemOf(await send({}), 'bad-record', 400);
    expect(pointersOf(problem)).toEqual(['/id', '/site', '/notice', '/subject', '/decided', '/action', '/surface', '/choices', '/gpc']);
  });
});

describe('a body', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['a cut one', '{"id":'],
    ['words', 'hello'],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['two values', '{}{}'],
    ['a form', 'id=1&site=shop'],
    ['depth', '['.repeat(2000) + ']'.repeat(2000)],
    ['a comment', '/* */{}'],
  ])('of %s is refused', async (_what, text) => {
    expect(pointersOf(await problemOf(await send(text), 'bad-record', 400))[0]).toMatch(/^(\/0|\/id)?$/);
  });

  test('of 4,096 bytes is read, of one more not', async () => {
    const text = JSON.stringify(await recordWith());
    const padded = text + ' '.repeat(4096 - text.length);
    const long = await problemOf(await send(`${padded} `), 'bad-record', 400);
    expect(long.errors).toEqual([{ pointer: '', detail: 'at most 4096 bytes' }]);
    expect((await send({ ...JSON.parse(padded), site: 'nope' })).status).toBe(400);
  });

  test.each([
    ['is streamed', {}],
    ['claims to be short', { 'content-length': '10' }],
    ['claims no number', { 'content-length': 'abc' }],
    ['claims less than nothing', { 'content-length': '-1' }],
  ])('that is too long and %s is not read to its end', async (_what, claim) => {
    let pulled = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1024).fill(32));
        if (pulled > 100) controller.close();
      },
      cancel() {
        cancelled = true;
      },
    });
    const response = await ask(CONSENTS, { method: 'POST', body, headers: { origin: SHOP, 'content-type': 'text/plain', ...claim } });
    expect((await problemOf(response, 'bad-record', 400)).errors).toEqual([{ pointer: '', detail: 'at most 4096 bytes' }]);
    expect(pulled).toBeLessThan(20);
    expect(cancelled).toBe(true);
  });

  test('that never ends is not waited for', async () => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) });
    const response = await ask(CONSENTS, { method: 'POST', body, headers: { origin: SHOP, 'content-type': 'text/plain' } });
    await problemOf(response, 'body-too-slow', 408);
    expect(response.headers.get('access-control-allow-origin')).toBe(SHOP);
  }, 20_000);

  const encodings: [string, (text: string) => Uint8Array][] = [
    ['UTF-16', (text) => new Uint8Array(new Uint16Array([...`\ufeff${text}`].map((sign) => sign.charCodeAt(0))).buffer)],
    ['Latin-1', (text) => Uint8Array.from([...text.replace('{', '{"é":1,')].map((sign) => sign.charCodeAt(0)))],
    ['gzip', () => Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])],
    ['half a sign', (text) => Uint8Array.from([...new TextEncoder().encode(text), 0xc3])],
  ];
  test.each(encodings)('in %s is refused', async (_name, encode) => {
    const body = encode(JSON.stringify(await recordWith()));
    const response = await ask(CONSENTS, { method: 'POST', body, headers: { origin: SHOP, 'content-type': 'text/plain' } });
    expect((await problemOf(response, 'bad-record', 400)).errors).toEqual([{ pointer: '', detail: 'JSON in UTF-8' }]);
  });

  test.each([
    '',
    'text/html',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'text/plain; charset=utf-16',
    'text/plain, application/json',
    'application/octet-stream',
  ])('of the type “%s” is refused', async (type) => {
    const response = await send(await recordWith(), { headers: { 'content-type': type } });
    expect((await problemOf(response, 'bad-record', 400)).errors).toEqual([{ pointer: '', detail: 'the type text/plain or application/json, in UTF-8' }]);
  });
});

test('a notice that is not known yet is to be sent again', async () => {
  const problem = await problemOf(await send(await recordWith({ notice: 'f'.repeat(64) })), 'notice-unknown', 503);
  expect(problem.errors).toBeUndefined();
});

describe('an origin', () => {
  test.each([
    undefined,
    'null',
    '',
    'https://shop.example.evil.example',
    'https://evil-shop.example',
    'https://sub.shop.example',
    'https://www.shop.example',
    'https://www.shop.example:8444',
    'https://shop.example:443',
    'https://shop.example:8443',
    'http://shop.example',
    'HTTPS://SHOP.EXAMPLE',
    'https://Shop.example',
    'https://shop.example/',
    'https://shop.example, https://evil.example',
    'https://shop.example.',
    // Another site of the same build.
    'https://blog.example',
    'file://',
  ])('%s is not taken, nor told of it', async (origin) => {
    const record = await recordWith();
    const headers: Record<string, string> = { 'content-type': 'text/plain', ...(origin === undefined ? {} : { origin }) };
    const response = await ask(CONSENTS, { method: 'POST', body: JSON.stringify(record), headers });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('vary')).toMatch(/\bOrigin\b/);
    await problemOf(response, 'origin-not-listed', 403);
  });

  test.each([SHOP, 'https://www.shop.example:8443', ORIGIN])('%s may read what is wrong with its record', async (origin) => {
    const refused = [await recordWith({ gpc: 7 }), await recordWith({ notice: 'f'.repeat(64) }), await recordWith({ site: 'nope' }), 'no JSON'];
    for (const record of refused) {
      const response = await send(record, { headers: { origin } });
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      expect(response.headers.get('vary')).toMatch(/\bOrigin\b/);
      await response.text();
    }
  });

  test('of another site may not read what is wrong with a record of this one', async () => {
    const response = await send(await recordWith({ gpc: 7 }), { headers: { origin: 'https://blog.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    await response.text();
  });
});

describe('a preflight', () => {
  const preflight = (origin: string | undefined, path = CONSENTS, site?: string): Promise<Response> =>
    ask(path, {
      method: 'OPTIONS',
      headers: { ...(origin ? { origin } : {}), 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      ...(site ? { site } : {}),
    });

  test.each([SHOP, 'https://blog.example', ORIGIN])('of %s is granted', async (origin) => {
    const response = await preflight(origin);
    expect(response.status).toBe(204);
    const { headers } = response;
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-methods')).toBe('POST');
    expect(headers.get('access-control-allow-headers')).toBe('Content-Type');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toBe('Origin');
  });

  test.each([undefined, 'null', 'https://evil.example', 'https://shop.example.evil.example'])('of %s is not', async (origin) => {
    const { headers } = await preflight(origin);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('is granted below a base', async () => {
    expect((await preflight(SHOP, `/legal${CONSENTS}`, 'legal')).headers.get('access-control-allow-origin')).toBe(SHOP);
  });
});

test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])('%s is refused with the methods that are answered', async (method) => {
  const response = await ask(CONSENTS, { method, headers: { origin: SHOP } });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  await response.text();
});

test.each(['/api/v1/consents/', '/api/v1/consents/x', '/api/v1/', '/API/v1/consents', '/api/v2/consents', '/api/v1/%63onsents'])(
  'nothing is sent to %s',
  async (path) => {
    const response = await send(await recordWith(), { path });
    expect(response.status).toBe(405);
    await response.text();
    expect(await rowsOf()).toEqual([]);
  },
);
