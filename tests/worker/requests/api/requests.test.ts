/** What other systems do with a request through its interface, and what is left of it in events. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { contentsAnswer, doneAnswer, listAnswer, requestAnswer } from '../../../../core/requests/api.ts';
import type { DeskFile } from '../../../../core/requests/desk.ts';
import { SCOPE_NAMES } from '../../../../core/requests/scopes.ts';
import { addEvents, openCase, wordsOf } from '../../../../worker/requests/cases.ts';
import { readDesk } from '../../../../worker/requests/desk.ts';
import { listFiles, readFile, storeFile } from '../../../../worker/requests/files.ts';
import { deskAt } from '../desk.ts';
import { AT, askAs, emptyRequests, eventsOf, problemOf, taken, tokenFor } from './systems.ts';

beforeEach(emptyRequests);

const all = (): Promise<string> => tokenFor(SCOPE_NAMES);

async function read<T>(response: Response, schema: z.ZodType<T>, status = 200): Promise<T> {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  return schema.parse(JSON.parse(text));
}

/** The assets of the fixture, where the organisation serves what nobody has checked yet too. */
const uncheckedToo = {
  fetch: async (input: string | Request): Promise<Response> => {
    const request = new Request(input);
    const response = await env.ASSETS.fetch(request);
    if (!new URL(request.url).pathname.endsWith('/_at/requests.json')) return response;
    const file = await response.json<DeskFile>();
    return Response.json({ ...file, organisation: { ...file.organisation, uncheckedRegimes: file.organisation.regimes } });
  },
} as unknown as Fetcher;

async function events(id: string): Promise<string[]> {
  return (await eventsOf(id)).map(({ event }) => event.type);
}

describe('reading', () => {
  test('a list tells where requests stand and nothing of a person', async () => {
    const { row } = await taken();
    await taken({ kind: 'erasure' });
    const response = await askAs(await all(), '/api/v1/requests?kind=access');
    const { requests, next } = await read(response, listAnswer);
    expect(requests).toMatchObject([{ id: row.id, kind: 'access', state: 'open', due: '2027-01-04', regime: 'eu-gdpr', contents: 'kept' }]);
    expect(next).toBeNull();
    expect(JSON.stringify(requests)).not.toContain('jo@mail');
  });

  test('pages follow one another without a gap or a double, those without a due date last', async () => {
    for (let many = 0; many < 5; many += 1) await taken({ place: ['DE', '', 'US-CA', 'FR', 'XX'][many] ?? '' });
    const token = await all();
    const [seen, dates]: [string[], string[]] = [[], []];
    let after: string | null = '';
    for (let pages = 0; after !== null && pages < 9; pages += 1) {
      const page: z.infer<typeof listAnswer> = await read(
        await askAs(token, `/api/v1/requests?limit=2${after ? `&after=${encodeURIComponent(after)}` : ''}`),
        listAnswer,
      );
      seen.push(...page.requests.map(({ id }) => id));
      dates.push(...page.requests.map(({ due }) => due ?? '~'));
      after = page.next;
    }
    expect(dates).toEqual([...dates].sort());
    expect(dates.filter((due) => due === '~')).toHaveLength(2);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  test.each(['limit=0', 'limit=101', 'queue=all', 'kind=x', 'dueBy=2026-02-30', 'after=1%20OR%201', 'limit=1&limit=2', 'sort=due'])(
    '?%s is refused, and the parameter named',
    async (query) => {
      const response = await askAs(await all(), `/api/v1/requests?${query}`);
      expect(response.status).toBe(400);
      expect((await response.json<{ errors: { pointer: string }[] }>()).errors[0]?.pointer).toBe(`/${query.split('=')[0]}`);
    },
  );

  test('one request has its events and dates, and nothing of a person', async () => {
    const { row } = await taken();
    const found = await read(await askAs(await all(), `/api/v1/requests/${row.id}`), requestAnswer);
    expect(found).toMatchObject({ proved: true, version: 2, laws: [{ regime: 'eu-gdpr', due: '2027-01-04', extensible: true }] });
    expect(found.events.map(({ event }) => event.type)).toEqual(['received', 'proved']);
    expect(JSON.stringify(found)).not.toContain('jo@mail');
  });

  test('the contents are told to whoever may read them, until they are gone', async () => {
    const { row } = await taken();
    const token = await all();
    await askAs(token, `/api/v1/requests/${row.id}/messages`, { body: { text: 'We are looking.' } });
    const found = await read(await askAs(token, `/api/v1/requests/${row.id}/contents`), contentsAnswer);
    expect(found).toMatchObject({ content: { email: 'jo@mail.example' }, words: [{ number: 3, text: 'We are looking.' }] });
    await env.INDEX.prepare('UPDATE requests SET key = NULL').run();
    const gone = await askAs(token, `/api/v1/requests/${row.id}/contents`);
    expect([gone.status, await problemOf(gone)]).toEqual([410, 'contents-gone']);
  });

  test('a file is to be kept and never shown: not even HTML runs from here', async () => {
    const opened = await taken();
    const desk = await deskAt(AT);
    const bytes = new TextEncoder().encode('<script>alert(1)</script>');
    const stored = await storeFile(desk, opened, 'person', { name: '<svg onload=x>.html', type: 'text/html', bytes });
    await addEvents(desk, opened.row.id, () => [{ event: stored.event, actor: 'person' }], { also: () => [stored.statement] });
    const response = await askAs(await all(), `/api/v1/requests/${opened.row.id}/files/${stored.id}`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${stored.id}.bin"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  test('a file of another request is not found through this one', async () => {
    const [one, two] = [await taken(), await taken()];
    const desk = await deskAt(AT);
    const stored = await storeFile(desk, one, 'person', { name: 'a', type: 'b', bytes: new Uint8Array(3) });
    await stored.statement.run();
    expect((await askAs(await all(), `/api/v1/requests/${two.row.id}/files/${stored.id}`)).status).toBe(404);
  });
});

describe('writing', () => {
  test.each([
    ['events', { type: 'clarification-asked', text: 'Which account?' }, ['clarification-asked']],
    ['events', { type: 'note', text: 'Seen.' }, ['note']],
    ['events', { type: 'assigned', to: 'Kim' }, ['assigned']],
    ['messages', { text: 'We are looking.' }, ['message-to-person']],
    ['results', { system: 'billing', outcome: 'no-data' }, ['note']],
    ['extend', { reason: 'complexity', text: 'It is a lot.' }, ['extended']],
    ['answer', { outcome: 'no-data', text: 'We have nothing.' }, ['answered']],
    ['refuse', { reasons: ['excessive'], by: 'Kim', text: 'For the third time this month.' }, ['refused']],
  ])('%s %o adds %o', async (path, body, added) => {
    const { row } = await taken();
    const done = await read(await askAs(await all(), `/api/v1/requests/${row.id}/${path}`, { body }), doneAnswer, 201);
    expect((await events(row.id)).slice(2)).toEqual(added);
    expect(done.events).toEqual(added.map((_one, at) => at + 3));
  });

  test('whatever is written is the token’s, and a refusal is somebody’s (GDPR Art. 12(4), (5))', async () => {
    const { row } = await taken();
    const token = await all();
    await askAs(token, `/api/v1/requests/${row.id}/messages`, { body: { text: 'Hello.' } });
    expect((await askAs(token, `/api/v1/requests/${row.id}/refuse`, { body: { reasons: ['excessive'] } })).status).toBe(400);
    await askAs(token, `/api/v1/requests/${row.id}/refuse`, { body: { reasons: ['excessive'], by: 'Kim' } });
    expect((await eventsOf(row.id)).slice(2).map(({ actor }) => actor)).toEqual(['shop backend (API)', 'Kim, shop backend (API)']);
  });

  test('a package is an encrypted file of the request, and is released with the answer for as many days as the organisation says', async () => {
    const { row } = await taken();
    const token = await all();
    const body = { data: { orders: [] }, files: [{ name: '../x.pdf', type: 'application/pdf', content: btoa('pdf') }] };
    const { file } = await read(await askAs(token, `/api/v1/requests/${row.id}/packages`, { body }), doneAnswer, 201);
    await read(await askAs(token, `/api/v1/requests/${row.id}/answer`, { body: { outcome: 'complied' } }), doneAnswer, 201);
    const desk = await deskAt(AT);
    const opened = await openCase(desk, { id: row.id });
    expect(await events(row.id)).toEqual(['received', 'proved', 'file-added', 'answer-released', 'answered']);
    expect((await eventsOf(row.id))[3]?.event).toMatchObject({ until: '2026-12-08' });
    expect(opened?.summary).toMatchObject({ state: 'answered', outcome: 'complied', queue: 'closed' });
    const files = opened ? await listFiles(desk, opened) : [];
    expect(files.map(({ id, source }) => [id, source])).toEqual([[file, 'answer']]);
    const zip = opened && new Uint8Array(await new Response(await readFile(desk, opened, file ?? '')).arrayBuffer());
    expect(new TextDecoder('latin1').decode(zip)).toContain('files/001.pdf');
  });

  test('nothing is answered to whoever only typed an address: proof comes first, or somebody who has seen who it is', async () => {
    const { row } = await taken({}, [{ event: { type: 'proof-asked', at: AT }, actor: 'system' }]);
    const token = await all();
    const body = { outcome: 'complied' };
    const refused = await askAs(token, `/api/v1/requests/${row.id}/answer`, { body });
    expect([refused.status, await problemOf(refused)]).toEqual([409, 'not-proved']);
    await askAs(token, `/api/v1/requests/${row.id}/events`, { body: { type: 'identity-confirmed' } });
    expect((await askAs(token, `/api/v1/requests/${row.id}/answer`, { body })).status).toBe(201);
  });

  test.each([
    ['answer', { outcome: 'no-data' }],
    ['refuse', { reasons: ['identity-not-verified'], by: 'Kim', text: 'We cannot see who you are.' }],
    ['extend', { reason: 'complexity' }],
    ['messages', { text: 'Hello.' }],
    ['events', { type: 'acknowledged' }],
    ['events', { type: 'identity-asked', text: 'Who are you?' }],
    ['events', { type: 'clarification-asked', text: 'Which account?' }],
    ['events', { type: 'fee-asked' }],
  ])('%s %o, of which the person is told, is refused before the address is proved, and leaves neither event, date nor mail', async (path, body) => {
    const { row } = await taken({}, [{ event: { type: 'proof-asked', at: AT }, actor: 'system' }]);
    await env.INDEX.exec('DELETE FROM outbox');
    const sent = await askAs(await all(), `/api/v1/requests/${row.id}/${path}`, { body });
    const problem = await sent.json<{ type: string; detail: string }>();
    expect([sent.status, problem.type]).toEqual([409, 'https://privacy.example/problems/not-proved/']);
    expect(problem.detail).toMatch(/nothing is mailed to it but the mail that asks for the proof.*post the event identity-confirmed/);
    expect(await events(row.id)).toEqual(['received', 'proof-asked']);
    expect((await openCase(await deskAt(AT), { id: row.id }))?.summary.due).toBe(row.due);
    expect(await env.INDEX.prepare('SELECT count(*) AS n FROM outbox').first('n')).toBe(0);
  });

  test.each([
    ['events', { type: 'note', text: 'Seen.' }],
    ['events', { type: 'identity-confirmed' }],
    ['results', { system: 'billing', outcome: 'no-data' }],
  ])('%s %o, of which nobody is told, is taken before that', async (path, body) => {
    const { row } = await taken({}, [{ event: { type: 'proof-asked', at: AT }, actor: 'system' }]);
    expect((await askAs(await all(), `/api/v1/requests/${row.id}/${path}`, { body })).status).toBe(201);
  });

  test('no proof is asked for where the law lets nobody ask for one: an opt-out of automated decisions (11 CCR 7221(e)-(f))', async () => {
    const token = await tokenFor(SCOPE_NAMES, { days: 90 });
    const at = { now: '2027-01-05T09:00:00Z', bindings: { ASSETS: uncheckedToo } };
    const content = { email: 'jo@mail.example', details: 'The credit score.' };
    const body = { kind: 'automated-decision-review', place: 'US-CA', content };
    const optOut = { ...body, content: { ...content, answers: { variant: 'opt-out' } } };
    expect(await read(await askAs(token, '/api/v1/requests', { ...at, body }), doneAnswer, 201)).toMatchObject({ state: 'unproved' });
    const { request, state } = await read(await askAs(token, '/api/v1/requests', { ...at, body: optOut }), doneAnswer, 201);
    expect(state).toBe('open');
    expect(await (await askAs(token, `/api/v1/requests/${request}`, at)).json()).toMatchObject({ proved: true });
    expect((await askAs(token, `/api/v1/requests/${request}/answer`, { ...at, body: { outcome: 'complied' } })).status).toBe(201);
  });

  test('an opt-out needs no proof (11 CCR 7060(b))', async () => {
    const { row } = await taken({ kind: 'opt-out-sale', place: 'US-CA', content: {} }, []);
    expect((await askAs(await all(), `/api/v1/requests/${row.id}/answer`, { body: { outcome: 'complied' } })).status).toBe(201);
  });

  test.each([
    ['answer', { outcome: 'complied' }],
    ['refuse', { reasons: ['excessive'], by: 'Kim' }],
    ['extend', { reason: 'complexity' }],
    ['packages', { data: 1 }],
    ['events', { type: 'clarification-asked', text: 'x' }],
  ])('%s is refused on a closed request, and leaves nothing', async (path, body) => {
    const { row } = await taken();
    const token = await all();
    await askAs(token, `/api/v1/requests/${row.id}/answer`, { body: { outcome: 'complied' } });
    const before = await events(row.id);
    const again = await askAs(token, `/api/v1/requests/${row.id}/${path}`, { body });
    expect([again.status, await problemOf(again)]).toEqual([409, 'request-closed']);
    expect(await events(row.id)).toEqual(before);
    expect((await env.ARCHIVE.list({ prefix: `requests/${row.id}/` })).objects).toEqual([]);
  });

  test('where the law sets no last day, one has to be named: nobody is told of an extension that has no effect (Switzerland)', async () => {
    const { row } = await taken({ place: 'CH' });
    const token = await all();
    const extend = (until?: string) => askAs(token, `/api/v1/requests/${row.id}/extend`, { body: { reason: 'complexity', ...(until ? { until } : {}) } });
    const refused = await extend();
    expect([refused.status, await problemOf(refused)]).toEqual([400, 'bad-request']);
    expect((await extend('2027-02-15')).status).toBe(201);
    expect(await (await askAs(token, `/api/v1/requests/${row.id}`)).json()).toMatchObject({ due: '2027-02-15' });
  });

  test('more time than the law gives is not taken, nor twice what it gives once (GDPR Art. 12(3))', async () => {
    const { row } = await taken();
    const token = await all();
    const extend = (until?: string) => askAs(token, `/api/v1/requests/${row.id}/extend`, { body: { reason: 'complexity', ...(until ? { until } : {}) } });
    const tooLong = await extend('2027-06-01');
    expect([tooLong.status, await problemOf(tooLong)]).toEqual([409, 'no-extension']);
    expect((await extend()).status).toBe(201);
    expect((await extend()).status).toBe(409);
  });

  test('an erasure waits for the access request of the same person, where the law keeps what was asked for (PIPEDA s. 8(8))', async () => {
    const first = await taken({ place: 'CA-ON' });
    const { row } = await taken({ kind: 'erasure', place: 'CA-ON' });
    const token = await all();
    const held = await askAs(token, `/api/v1/requests/${row.id}/answer`, { body: { outcome: 'complied' } });
    const problem = await held.json<{ type: string; detail: string }>();
    expect([held.status, problem.type]).toEqual([409, 'https://privacy.example/problems/erasure-held/']);
    expect(problem.detail).toContain(first.row.reference);
    await askAs(token, `/api/v1/requests/${first.row.id}/answer`, { body: { outcome: 'complied' } });
    expect((await askAs(token, `/api/v1/requests/${row.id}/answer`, { body: { outcome: 'complied' } })).status).toBe(201);
  });

  test('each reading of contents and each change is in the audit, by the token’s name', async () => {
    const { row } = await taken();
    const token = await all();
    await askAs(token, `/api/v1/requests/${row.id}`);
    await askAs(token, `/api/v1/requests/${row.id}/contents`);
    await askAs(token, `/api/v1/requests/${row.id}/messages`, { body: { text: 'Hello.' } });
    const { results } = await env.INDEX.prepare('SELECT action, actor, entry FROM audit WHERE request = ? ORDER BY id')
      .bind(row.id)
      .all<{ action: string; actor: string; entry: string }>();
    expect(results.map(({ action, actor }) => [action, actor])).toEqual([
      ['view-request', 'shop backend (API)'],
      ['change-request', 'shop backend (API)'],
    ]);
    expect(results.map(({ entry }) => entry).join()).not.toMatch(/jo@|Hello/);
  });

  test('with four eyes an answer waits for a second person, as what was proposed', async () => {
    const { row } = await taken({ kind: 'erasure' });
    const desk = await deskAt(AT);
    const file = await readDesk(desk.site);
    const assets = {
      fetch: (request: Request | string) =>
        new URL(new Request(request).url).pathname === '/_at/requests.json'
          ? Promise.resolve(Response.json({ ...file, settings: { ...file.settings, fourEyes: true } }))
          : env.ASSETS.fetch(request),
    } as unknown as Fetcher;
    const response = await askAs(await all(), `/api/v1/requests/${row.id}/answer`, {
      body: { outcome: 'complied', text: 'All gone.' },
      bindings: { ASSETS: assets },
    });
    expect(await read(response, doneAnswer, 202)).toMatchObject({ approval: 'asked', state: 'open' });
    const opened = await openCase(desk, { id: row.id });
    const last = (await eventsOf(row.id)).at(-1);
    expect(last?.event).toMatchObject({ type: 'approval-asked', action: 'erasure' });
    expect(JSON.parse((opened && last && (await wordsOf(opened, last))) ?? '')).toEqual({ does: 'answered', outcome: 'complied', text: 'All gone.' });
  });

  test('what does not exist is said to be so, and what is malformed named', async () => {
    const token = await all();
    const none = await askAs(token, '/api/v1/requests/01a20bd5-339d-743e-a0fb-213bfa69d039/messages', { body: { text: 'x' } });
    expect([none.status, await problemOf(none)]).toEqual([404, 'unknown-request']);
    expect((await askAs(token, '/api/v1/requests/1/messages', { body: { text: 'x' } })).status).toBe(400);
  });
});

describe('a request that came in elsewhere', () => {
  const body = { kind: 'erasure', place: 'DE', channel: 'letter', content: { email: 'jo@mail.example' }, received: '2026-11-20', proved: true };

  test('is dated by its receipt, and its clock runs from there', async () => {
    const done = await read(await askAs(await all(), '/api/v1/requests', { body }), doneAnswer, 201);
    const opened = await openCase(await deskAt(AT), { id: done.request });
    expect(opened?.row).toMatchObject({ channel: 'letter', received: '2026-11-20', due: '2026-12-21', kind: 'erasure' });
    expect((await eventsOf(done.request)).map(({ event, actor }) => [event.type, actor])).toEqual([
      ['received', 'shop backend (API)'],
      ['proved', 'shop backend (API)'],
    ]);
  });

  test('may be old, where that is said', async () => {
    const done = await read(await askAs(await all(), '/api/v1/requests', { body: { ...body, received: '2025-11-20', oldReceipt: true } }), doneAnswer, 201);
    expect((await openCase(await deskAt(AT), { id: done.request }))?.summary.received).toBe('2025-11-20');
  });

  test('whose sender nobody has seen is asked at its address first, and raises no alarm before', async () => {
    const done = await read(await askAs(await all(), '/api/v1/requests', { body: { ...body, proved: false } }), doneAnswer, 201);
    expect(done.state).toBe('unproved');
    const { results } = await env.INDEX.prepare('SELECT name FROM outbox').all<{ name: string }>();
    expect(results.map(({ name }) => name)).toEqual(['proof']);
    const found = await read(await askAs(await all(), `/api/v1/requests/${done.request}`), requestAnswer);
    expect(found.proved).toBe(false);
  });

  test.each([
    ['a receipt in the future', { ...body, received: '2026-12-02' }, '/received'],
    ['a receipt with a year too little', { ...body, received: '2025-11-20' }, '/received'],
    ['a receipt of another century', { ...body, received: '1926-11-20', oldReceipt: false }, '/received'],
    ['a kind without its words', { ...body, kind: 'rectification' }, '/content/details'],
    ['a former request where there can be none', { ...body, parent: '01a20bd5-339d-743e-a0fb-213bfa69d039' }, '/parent'],
    ['the form’s channel', { ...body, channel: 'form' }, '/channel'],
    ['a place that is none', { ...body, place: 'Germany' }, '/place'],
    ['unknown fields', { ...body, admin: true }, '/admin'],
  ])('%s is refused', async (_what, sent, pointer) => {
    const response = await askAs(await all(), '/api/v1/requests', { body: sent });
    expect(response.status).toBe(400);
    expect((await response.json<{ errors: { pointer: string }[] }>()).errors.map((error) => error.pointer)).toContain(pointer);
  });
});
