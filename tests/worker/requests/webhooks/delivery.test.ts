/** Webhooks on their way: signed, tried again, noted, replayed; and nothing personal in any of them. */
import { env } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CaseEvent } from '../../../../core/requests/events.ts';
import { WEBHOOK_TYPES, WEBHOOKS, type WebhookType, webhookSchema } from '../../../../core/requests/webhooks.ts';
import { deliverWebhooks } from '../../../../worker/jobs/webhooks.ts';
import { addEvents } from '../../../../worker/requests/cases.ts';
import { addEndpoint, changeSecret, signedHeaders } from '../../../../worker/requests/webhooks.ts';
import { askAsOperator, postAsOperator } from '../../operator/asked.ts';
import { deskAt } from '../desk.ts';
import { asked, forgetAll, rowsOf } from '../world.ts';

const DAY = '2026-02-02T09:00:00Z';
const URL = 'https://backend.example.org/hooks';
const after = (milliseconds: number): string => new Date(Date.parse(DAY) + milliseconds).toISOString();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Asked {
  url: string;
  headers: Record<string, string>;
  body: string;
  redirect: string | undefined;
}

/** An endpoint that answers as it is told, and keeps what it was sent. */
function endpoint(...answers: (number | Response | Error)[]): { got: Asked[]; ask: typeof fetch } {
  const got: Asked[] = [];
  const ask = async (url: unknown, init: RequestInit = {}): Promise<Response> => {
    got.push({ url: String(url), headers: init.headers as Record<string, string>, body: String(init.body), redirect: init.redirect });
    const answer = answers.shift() ?? 204;
    if (answer instanceof Error) throw answer;
    return typeof answer === 'number' ? new Response(null, { status: answer }) : answer;
  };
  return { got, ask: ask as typeof fetch };
}

async function begun(events: WebhookType[] = []) {
  const desk = await deskAt(DAY);
  const added = await addEndpoint(desk, { url: URL, events, by: 'Kim' });
  return { ...added, opened: await asked(desk) };
}

beforeEach(async () => {
  await forgetAll();
  vi.restoreAllMocks();
});

test('the signature is that of the specification’s own example', () => {
  // https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/javascript/src/webhook.test.ts, "sign function works"
  const headers = signedHeaders(
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    new Date(1614265330 * 1000),
    '{"test": 2432232314}',
  );
  expect(headers).toMatchObject({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('what an endpoint gets is verified by the library of the standard, and a changed byte is not', async () => {
  const { secret, opened } = await begun();
  const { got, ask } = endpoint();
  // The library compares with the real clock.
  const now = new Date().toISOString();
  expect(await deliverWebhooks(await deskAt(now), { ask })).toMatchObject({ delivered: 1 });
  const [{ body = '', headers = {}, url, redirect } = {} as Asked] = got;
  expect([url, redirect]).toEqual([URL, 'manual']);
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'request.received', data: { request: opened.row.id, due: '2026-03-02' } });
  expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
  expect(() => new Webhook(`whsec_${btoa('another secret, as long as any')}`).verify(body, headers)).toThrow();
});

test('a delivery is done once, whoever looks how often', async () => {
  await begun();
  const { got, ask } = endpoint();
  const desk = await deskAt(DAY);
  await Promise.all([deliverWebhooks(desk, { ask }), deliverWebhooks(desk, { ask })]);
  await deliverWebhooks(await deskAt(after(HOUR)), { ask });
  expect(got).toHaveLength(1);
});

test('an endpoint that fails is asked again after the waits that the standard proposes, under the same id, then given up', async () => {
  await begun();
  const { got, ask } = endpoint(...Array.from({ length: 20 }, () => 500));
  let now = 0;
  const waits: number[] = [];
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const { again } = await deliverWebhooks(await deskAt(after(now)), { ask });
    if (again === undefined) break;
    waits.push(again);
    now += again;
  }
  expect(waits.map((wait) => wait / 1000)).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
  expect(got).toHaveLength(10);
  expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(new Set(got.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10);
  const [row] = await rowsOf<{ state: string; log: string }>('SELECT state, log FROM webhook_deliveries');
  expect(row?.state).toBe('dead');
  expect((JSON.parse(row?.log ?? '[]') as { status: number }[]).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 500));
});

test.each<[string, Response | Error | number, { status?: number; problem?: string }]>([
  ['a redirect is a failure and is not followed', new Response(null, { status: 302, headers: { location: 'http://169.254.169.254/' } }), { status: 302 }],
  ['a host that is not there is a failure', new TypeError('Network connection lost.'), { problem: 'unreachable' }],
  ['an endpoint that does not answer in time is a failure', Object.assign(new Error('timeout'), { name: 'TimeoutError' }), { problem: 'timeout' }],
])('%s', async (_what, answer, noted) => {
  await begun();
  const { ask } = endpoint(answer);
  expect(await deliverWebhooks(await deskAt(DAY), { ask })).toMatchObject({ delivered: 0, failed: 1, again: 5000 });
  const [row] = await rowsOf<{ state: string; log: string }>('SELECT state, log FROM webhook_deliveries');
  expect([row?.state, JSON.parse(row?.log ?? '')]).toEqual(['waiting', [expect.objectContaining(noted)]]);
});

test('Retry-After is kept to, and no endpoint puts a delivery off for longer than a day', async () => {
  await begun();
  const { ask } = endpoint(
    new Response(null, { status: 429, headers: { 'Retry-After': '600' } }),
    new Response(null, { status: 503, headers: { 'Retry-After': '99999999' } }),
  );
  expect(await deliverWebhooks(await deskAt(DAY), { ask })).toMatchObject({ again: 10 * MINUTE });
  expect(await deliverWebhooks(await deskAt(after(10 * MINUTE)), { ask })).toMatchObject({ again: 24 * HOUR });
});

test('410 turns an endpoint off, and what waits for it is given up', async () => {
  const { opened } = await begun();
  await addEvents(await deskAt(DAY), opened.row.id, () => [{ event: { type: 'withdrawn', at: DAY }, actor: 'person' }]);
  const { got, ask } = endpoint(410);
  await deliverWebhooks(await deskAt(DAY), { ask });
  expect(got).toHaveLength(1);
  expect(await rowsOf('SELECT state FROM webhook_endpoints')).toEqual([{ state: 'off' }]);
  expect(await rowsOf('SELECT DISTINCT state FROM webhook_deliveries')).toEqual([{ state: 'dead' }]);
  await asked(await deskAt(DAY));
  expect(await rowsOf('SELECT count(*) AS count FROM webhook_deliveries')).toEqual([{ count: 2 }]);
});

test('while a secret is replaced both sign, and after a day the new one alone', async () => {
  const { id, secret: former, opened } = await begun();
  const secret = await changeSecret(await deskAt(DAY), id);
  const signatures = async (now: string): Promise<string[]> => {
    const { got, ask } = endpoint();
    await addEvents(await deskAt(now), opened.row.id, () => [{ event: { type: 'corrected', at: now }, actor: 'person' }]);
    await deliverWebhooks(await deskAt(now), { ask });
    return (got.at(-1)?.headers['webhook-signature'] ?? '').split(' ');
  };
  expect(secret).not.toBe(former);
  expect(await signatures(after(23 * HOUR))).toHaveLength(2);
  expect(await signatures(after(25 * HOUR))).toHaveLength(1);
});

test('the secret lies in the database in no readable form', async () => {
  const { secret } = await begun();
  const [row] = await rowsOf('SELECT * FROM webhook_endpoints');
  const held = Object.values(row ?? {}).map((value) => (Array.isArray(value) ? String.fromCharCode(...(value as number[])) : String(value)));
  expect(held.join()).not.toContain(secret.slice(6, 20));
});

test('an endpoint gets the events that it asked for, and no others', async () => {
  const { opened } = await begun(['request.answered']);
  await addEvents(await deskAt(DAY), opened.row.id, () => [{ event: { type: 'answered', at: DAY, outcome: 'complied' }, actor: 'Kim' }]);
  expect(await rowsOf('SELECT type FROM webhook_deliveries')).toEqual([{ type: 'request.answered' }]);
});

describe('messages', () => {
  const EVENTS: [CaseEvent, WebhookType][] = [
    [{ type: 'message-from-person', at: DAY }, 'request.message_received'],
    [{ type: 'clarification-answered', at: DAY }, 'request.message_received'],
    [{ type: 'file-added', at: DAY, file: 'f', source: 'person', sha256: 'a'.repeat(64) }, 'request.message_received'],
    [{ type: 'corrected', at: DAY }, 'request.corrected'],
    [{ type: 'extended', at: DAY, reason: 'complexity' }, 'request.extended'],
    [{ type: 'answered', at: DAY, outcome: 'complied-in-part' }, 'request.answered'],
    [{ type: 'refused', at: DAY, reasons: ['excessive'] }, 'request.refused'],
    [{ type: 'withdrawn', at: DAY }, 'request.withdrawn'],
    [{ type: 'disputed', at: DAY }, 'request.disputed'],
  ];

  test.each(EVENTS)('%j is told as %s, by its schema and with nothing personal', async (event, type) => {
    const { opened } = await begun([type]);
    await addEvents(await deskAt(DAY), opened.row.id, () => [{ event, actor: 'person', words: 'My old name was Doe.' }]);
    const [row] = await rowsOf<{ body: string; message: string }>('SELECT body, message FROM webhook_deliveries');
    expect(webhookSchema(type).safeParse(JSON.parse(row?.body ?? ''))).toMatchObject({ success: true });
    expect(row?.body).not.toMatch(/visitor|mail\.example|spring|Doe/i);
    expect(row?.message).toMatch(/^msg_[A-Za-z0-9_]+$/);
  });

  test('every type has words and a schema that takes no other field', () => {
    for (const type of WEBHOOK_TYPES) {
      expect(type).toMatch(/^[a-z_]+\.[a-z_]+$/);
      expect(WEBHOOKS[type].says.length).toBeGreaterThan(20);
      expect(webhookSchema(type).safeParse({ type, timestamp: '2026-02-02T09:00:00Z', data: { email: 'a@b.example' } }).success).toBe(false);
    }
  });

  test('nothing is told of a request that nobody proved, until somebody does', async () => {
    const desk = await deskAt(DAY);
    await addEndpoint(desk, { url: URL, events: [], by: 'Kim' });
    const opened = await asked(desk, 'asked');
    expect(await rowsOf('SELECT type FROM webhook_deliveries')).toEqual([]);
    await addEvents(desk, opened.row.id, () => [{ event: { type: 'proved', at: DAY, by: 'link' }, actor: 'person' }]);
    expect(await rowsOf('SELECT type FROM webhook_deliveries')).toEqual([{ type: 'request.received' }]);
  });
});

describe('an operator', () => {
  test('adds an endpoint, is told its secret once, sees the log and has things sent again', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(null, { status: 500 }));
    const added = await (await postAsOperator('/webhooks', { url: URL, events: ['request.received'] })).json<{ id: string; secret: string }>();
    expect(added.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const listed = await (await askAsOperator('/webhooks')).text();
    expect(listed).toContain(added.id);
    expect(listed).not.toContain(added.secret);
    await asked(await deskAt('2026-11-23T09:00:00Z'));
    const { ask } = endpoint(204, 204);
    await deliverWebhooks(await deskAt('2026-11-23T09:00:00Z'), { ask });
    const log = await (await askAsOperator(`/webhooks/deliveries?endpoint=${added.id}`)).json<{
      deliveries: { message: string; state: string; attempts: { status: number }[] }[];
    }>();
    expect(log.deliveries).toMatchObject([{ state: 'delivered', attempts: [{ status: 204 }] }]);
    const [{ message } = { message: '' }] = log.deliveries;
    expect(await (await postAsOperator(`/webhooks/${added.id}/replay`, { message })).json()).toEqual({ waiting: 1 });
    expect(await (await postAsOperator(`/webhooks/${added.id}/replay`, { since: '2026-11-01T00:00:00Z' })).json()).toEqual({ waiting: 1 });
    expect((await postAsOperator(`/webhooks/${added.id}/replay`, {})).status).toBe(400);
    expect((await postAsOperator('/webhooks/none/replay', { message })).status).toBe(400);
    const renewed = await (await postAsOperator(`/webhooks/${added.id}/secret`, {})).json<{ secret: string }>();
    expect(renewed.secret).not.toBe(added.secret);
    expect(await (await postAsOperator(`/webhooks/${added.id}/remove`, {})).json()).toEqual({ removed: 1 });
    const noted = await rowsOf<{ action: string; entry: string }>("SELECT action, entry FROM audit WHERE action LIKE '%webhook%' ORDER BY id");
    expect(noted.map(({ action }) => action)).toEqual(['add-webhook', 'replay-webhooks', 'replay-webhooks', 'renew-webhook-secret', 'remove-webhook']);
    expect(JSON.stringify(noted)).not.toContain('whsec_');
    expect(await rowsOf('SELECT state FROM webhook_endpoints')).toEqual([{ state: 'off' }]);
  });

  test.each([
    [{ url: 'https://127.0.0.1/' }, '/url'],
    [{ url: 'https://backend.example.org/', events: ['request.everything'] }, '/events/0'],
    [{}, '/url'],
    [{ url: 'https://backend.example.org/', secret: 'mine' }, '/secret'],
  ])('is told what is wrong with %j', async (body, pointer) => {
    const response = await askAsOperator('/webhooks', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      bindings: { LOCAL: '' },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [expect.objectContaining({ pointer })] });
  });
});

test('an address that became unfit is not asked, whatever the database says (SSRF)', async () => {
  await begun();
  await env.INDEX.exec("UPDATE webhook_endpoints SET url = 'https://10.0.0.7/latest/meta-data'");
  const { got, ask } = endpoint();
  await deliverWebhooks(await deskAt(DAY, { LOCAL: '' }), { ask });
  expect(got).toEqual([]);
  const [row] = await rowsOf<{ log: string }>('SELECT log FROM webhook_deliveries');
  expect(row?.log).toContain('address-refused');
});
