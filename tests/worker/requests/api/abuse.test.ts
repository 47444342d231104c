/** Attacks on the interface for requests: replays, oversized and disguised bodies, races. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { REQUEST_ROUTES } from '../../../../core/requests/api-routes.ts';
import { SCOPE_NAMES } from '../../../../core/requests/scopes.ts';
import { ask } from '../../client.ts';
import { AT, askAs, emptyRequests, eventsOf, problemOf, taken, tokenFor } from './systems.ts';

beforeEach(emptyRequests);

const all = (): Promise<string> => tokenFor(SCOPE_NAMES);
const POSTS = REQUEST_ROUTES.filter(({ method }) => method === 'POST');
const count = async (table: string): Promise<number> => (await env.INDEX.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>('n')) ?? -1;

describe('replay of requests', () => {
  test('what comes again with its key gets the first answer and happens once', async () => {
    const { row } = await taken();
    const token = await all();
    const send = () => askAs(token, `/api/v1/requests/${row.id}/messages`, { body: { text: 'Once.' }, key: 'k1' });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await second.text()).toBe(await first.text());
    expect(await eventsOf(row.id)).toHaveLength(3);
  });

  test('sent eight times at once it happens once', async () => {
    const { row } = await taken();
    const token = await all();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => askAs(token, `/api/v1/requests/${row.id}/messages`, { body: { text: 'Once.' }, key: 'k2' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await eventsOf(row.id)).toHaveLength(3);
  });

  test('a request that is entered eight times at once is one', async () => {
    const token = await all();
    const body = { kind: 'access', place: 'DE', content: { email: 'jo@mail.example' } };
    const answers = await Promise.all(Array.from({ length: 8 }, () => askAs(token, '/api/v1/requests', { body, key: 'k3' })));
    expect(new Set(await Promise.all(answers.map((one) => one.text()))).size).toBe(1);
    expect(await count('requests')).toBe(1);
  });

  test('the same key for something else is refused', async () => {
    const { row } = await taken();
    const token = await all();
    await askAs(token, `/api/v1/requests/${row.id}/messages`, { body: { text: 'One.' }, key: 'k4' });
    for (const [path, body] of [
      ['messages', { text: 'Two.' }],
      ['refuse', { reasons: ['excessive'], by: 'Kim' }],
    ] as const) {
      const other = await askAs(token, `/api/v1/requests/${row.id}/${path}`, { body, key: 'k4' });
      expect([other.status, await problemOf(other)]).toEqual([422, 'key-used']);
    }
  });

  test('one token’s key says nothing to another, and keys are forgotten after two days', async () => {
    const { row } = await taken();
    const send = async (token: string, now = AT) => (await askAs(token, `/api/v1/requests/${row.id}/messages`, { body: { text: 'x' }, key: 'k5', now })).status;
    const [one, two] = [await all(), await all()];
    expect([await send(one), await send(two)]).toEqual([201, 201]);
    expect(await eventsOf(row.id)).toHaveLength(4);
    await askAs(one, `/api/v1/requests/${row.id}/messages`, { body: { text: 'y' }, key: 'k6', now: '2026-12-04T09:00:00Z' });
    expect(await count('api_answers')).toBe(1);
  });

  test.each(POSTS.map(({ path }) => path))('%s takes no request without a key', async (path) => {
    const { row } = await taken();
    const response = await ask(path.replace('{id}', row.id), {
      now: AT,
      method: 'POST',
      headers: { authorization: `Bearer ${await all()}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(400);
  });
});

describe('bodies', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '', 'application/json; charset=utf-16'])(
    'as %j are refused: a form of another site can send those',
    async (type) => {
      const { row } = await taken();
      const response = await askAs(await all(), `/api/v1/requests/${row.id}/messages`, { body: { text: 'x' }, headers: { 'content-type': type } });
      expect(response.status).toBe(400);
    },
  );

  test.each(POSTS.filter(({ path }) => !path.endsWith('packages')).map(({ path }) => path))(
    '%s reads no more than it takes, whatever length is claimed',
    async (path) => {
      const { row } = await taken();
      let sent = 0;
      const endless = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 16_384;
          if (sent > 5_000_000) controller.close();
          else controller.enqueue(new Uint8Array(16_384).fill(32));
        },
      });
      const response = await ask(path.replace('{id}', row.id), {
        now: AT,
        method: 'POST',
        headers: { authorization: `Bearer ${await all()}`, 'content-type': 'application/json', 'idempotency-key': 'big' },
        body: endless,
      });
      expect(response.status).toBe(400);
      expect(sent).toBeLessThan(400_000);
    },
  );

  test.each([
    ['no JSON', '{'],
    ['no UTF-8', '\u{FEFF}'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a prototype', '{"__proto__":{"text":"x"}}'],
    ['too many words', JSON.stringify({ text: 'x'.repeat(10_001) })],
    ['spaces for words', '{"text":"   "}'],
  ])('%s is refused, and nothing happens', async (_what, body) => {
    const { row } = await taken();
    const response = await askAs(await all(), `/api/v1/requests/${row.id}/messages`, { body });
    expect(response.status).toBe(400);
    expect(await count('request_events')).toBe(2);
    expect(await count('api_answers')).toBe(0);
  });

  test('data that nests a hundred thousand times breaks nothing', async () => {
    const { row } = await taken();
    const response = await askAs(await all(), `/api/v1/requests/${row.id}/packages`, { body: `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}` });
    expect(response.status).toBe(400);
  });

  test.each([
    ['no base64', { files: [{ name: 'a', type: 'b', content: '***' }] }, '/files/0/content'],
    ['a short passphrase', { data: 1, passphrase: 'x' }, '/passphrase'],
    ['nothing to pack', {}, ''],
  ])('a package of %s is refused', async (_what, body, pointer) => {
    const { row } = await taken();
    const response = await askAs(await all(), `/api/v1/requests/${row.id}/packages`, { body });
    expect(response.status).toBe(400);
    expect((await response.json<{ errors: { pointer: string }[] }>()).errors[0]?.pointer).toBe(pointer);
  });

  test('a package of more bytes than a Worker holds is refused while it is read', async () => {
    const { row } = await taken();
    let sent = 0;
    const piece = new Uint8Array(1_048_576).fill(65);
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > 60) controller.close();
        else controller.enqueue(piece);
      },
    });
    const response = await ask(`/api/v1/requests/${row.id}/packages`, {
      now: AT,
      method: 'POST',
      headers: { authorization: `Bearer ${await all()}`, 'content-type': 'application/json', 'idempotency-key': 'big' },
      body,
    });
    expect(response.status).toBe(400);
    expect(sent).toBeLessThan(40);
  });
});

test('nothing of a person lies in clear in what is kept of answers', async () => {
  const token = await all();
  await askAs(token, '/api/v1/requests', { body: { kind: 'access', place: 'DE', content: { email: 'jo@mail.example', name: 'Jo Visitor' } } });
  const { results } = await env.INDEX.prepare('SELECT * FROM api_answers').all();
  expect(JSON.stringify(results)).not.toMatch(/jo@|visitor/i);
});
