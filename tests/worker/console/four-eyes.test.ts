/** Four eyes, attacked: whoever proposes, by whatever hand, is not the one who approves; and what is approved is what was shown. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { SCOPE_NAMES } from '../../../core/requests/scopes.ts';
import { newFormToken } from '../../../worker/console/forms.ts';
import { type Case, type NewCase, openCase, wordsOf } from '../../../worker/requests/cases.ts';
import { newToken } from '../../../worker/requests/tokens.ts';
import { OPERATOR_TOKEN } from '../../support/secrets.ts';
import { ask } from '../client.ts';
import { askAs, emptyRequests } from '../requests/api/systems.ts';
import { deskAt } from '../requests/desk.ts';
import { emptyTables, open, post, type Signed, sendLetter, signIn, submit, taken, typesOf, withSettings, wordsIn } from './client.ts';

beforeEach(async () => {
  await emptyTables();
  await emptyRequests();
});

const NOW = '2026-02-10T12:00:00Z';
const four = withSettings({ fourEyes: true });
const path = (reference: string): string => `/operator/requests/${reference}/`;
const operator = (name: string) => signIn('operator', name, { now: NOW, bindings: four });
const admin = (name: string, now = NOW) => signIn('admin', name, { now, bindings: four });

const then: NewCase['then'] = [{ event: { type: 'proved', at: NOW, by: 'link' }, actor: 'person' }];
const proved = () => taken({ then }, '2026-02-01T09:00:00Z');

async function tokenOf(by: string): Promise<string> {
  const { token, statement } = await newToken(await deskAt(NOW), { name: 'shop backend', scopes: SCOPE_NAMES, days: 30, by });
  await statement.run();
  return token;
}

const proposeByToken = async (token: string, { row }: Case, what = 'answer', body: object = { outcome: 'complied', text: 'Done.' }) =>
  expect((await askAs(token, `/api/v1/requests/${row.id}/${what}`, { now: NOW, bindings: four, body })).status).toBe(202);

/** Sends the form of an approval, whether the page shows one or not. */
async function approve(signed: Signed, name: string, { row }: Case, role: 'operator' | 'admin' = 'operator'): Promise<string[]> {
  const { vault, now } = await deskAt(signed.now ?? NOW);
  const { results } = await env.INDEX.prepare("SELECT max(number) AS number FROM request_events WHERE request = ? AND type = 'approval-asked'")
    .bind(row.id)
    .all<{ number: number }>();
  const to = `requests/${row.reference}/approve/`;
  const form = await newFormToken(vault, { name, role }, to, now);
  await post(signed, `/operator/${to}`, Object.entries({ ...form, number: String(results[0]?.number) }));
  return (await typesOf(row.id)).filter((type) => ['approved', 'answered', 'refused'].includes(type));
}

describe('an answer', () => {
  test('waits for a second person, who sends it word for word; nobody approves their own', async () => {
    const { row } = await taken({ kind: 'erasure' }, '2026-02-01T09:00:00Z');
    const [one, two, viewer] = [await operator('Kim'), await operator('Lee'), await signIn('viewer', 'Vic', { now: NOW, bindings: four })];
    const asked = await sendLetter(one, row.reference, 'answered', 'Answer', { outcome: 'complied' }, (text) => `${text}\nPS: done by hand.`);
    expect(wordsIn(asked.html)).toContain('A second person has to approve it now.');
    expect(await typesOf(row.id)).toEqual(['received', 'approval-asked']);
    expect(asked.html).not.toContain('aria-label="Approve"');
    expect((await open(viewer, path(row.reference))).html).not.toContain('aria-label="Approve"');
    const seen = await open(two, path(row.reference));
    expect(wordsIn(seen.html)).toContain('PS: done by hand.');
    expect(wordsIn((await submit(two, seen.html, 'Approve', {})).html)).toContain('You approved it');
    expect(await typesOf(row.id)).toEqual(['received', 'approval-asked', 'approved', 'answered']);
    const opened = await openCase(await deskAt(NOW), { id: row.id });
    const last = opened?.events.findLast(({ event }) => event.type === 'answered');
    const words = opened && last && (await wordsOf(opened, last));
    expect(words).toContain('PS: done by hand.');
    expect(opened?.events.map(({ actor }) => actor).filter((actor) => actor !== 'system')).toEqual(['person', 'Kim', 'Lee', 'Lee']);
  });

  test('is announced by mail when it is proposed, for a second person has to look at it', async () => {
    const { row } = await taken({ kind: 'erasure' }, '2026-02-01T09:00:00Z');
    await env.INDEX.exec('DELETE FROM outbox');
    const bindings = withSettings({ fourEyes: true, announceTo: ['desk@organisation.example'] });
    await sendLetter(await signIn('operator', 'Kim', { now: NOW, bindings }), row.reference, 'answered', 'Answer', { outcome: 'complied' });
    expect((await env.INDEX.prepare('SELECT name FROM outbox').all()).results).toEqual([{ name: 'operator-approval' }]);
  });

  test('is listed among the approvals as long as it waits, so that a second person finds it', async () => {
    const { row } = await taken({}, '2026-02-01T09:00:00Z');
    const [one, two] = [await operator('Kim'), await operator('Lee')];
    const listed = async (signed: Signed) => wordsIn((await open(signed, '/operator/approvals/')).html);
    expect(await listed(two)).toContain('Nothing waits.');
    for (const reasons of [['excessive'], ['no-data']]) await sendLetter(one, row.reference, 'refused', 'Refuse', { reasons });
    expect((await listed(two)).match(new RegExp(`${row.reference}\\s*, due on 2026-03-02`, 'g'))).toHaveLength(1);
    expect(await listed(two)).not.toContain('Somebody else has to approve it.');
    expect(await listed(one)).toMatch(/Proposed by Kim\s+Somebody else has to approve it\./);
    await submit(two, (await open(two, path(row.reference))).html, 'Approve', {});
    expect(await listed(two)).toContain('Nothing waits.');
  });

  test('the proposer’s own form, a forged one and one for a proposal that was replaced approve nothing', async () => {
    const { row } = await taken({}, '2026-02-01T09:00:00Z');
    const [one, two] = [await operator('Kim'), await operator('Lee')];
    await sendLetter(one, row.reference, 'answered', 'Answer', { outcome: 'complied' });
    const seen = await open(two, path(row.reference));
    await sendLetter(one, row.reference, 'refused', 'Refuse', { reasons: ['excessive'] });
    expect(wordsIn((await submit(two, seen.html, 'Approve', {})).html)).toContain('Nothing was done');
    const proposal = await open(one, path(row.reference));
    await expect(submit(one, proposal.html, 'Approve', {})).rejects.toThrow('no form');
    expect((await submit(one, seen.html, 'Approve', {})).status).toBe(403);
    expect(await typesOf(row.id)).toEqual(['received', 'approval-asked', 'approval-asked']);
  });

  test('files that are put into the answer after the proposal were approved by nobody: it has to be proposed anew', async () => {
    const { row } = await taken({}, '2026-02-01T09:00:00Z');
    const [one, two] = [await operator('Kim'), await operator('Lee')];
    await sendLetter(one, row.reference, 'answered', 'Answer', { outcome: 'complied' });
    const seen = await open(two, path(row.reference));
    await submit(one, (await open(one, `${path(row.reference)}answer/`)).html, 'Add to the answer', { data: '{"a":1}' });
    expect(wordsIn((await submit(two, seen.html, 'Approve', {})).html)).toContain('Nothing was done');
    expect(await typesOf(row.id)).toEqual(['received', 'approval-asked', 'file-added']);
  });

  test('is off where the organisation does not ask for it', async () => {
    const { row } = await taken({}, '2026-02-01T09:00:00Z');
    await sendLetter(await signIn('operator', 'Kim', { now: NOW }), row.reference, 'answered', 'Answer', { outcome: 'no-data' });
    expect(await typesOf(row.id)).toEqual(['received', 'answered']);
  });
});

describe('the proposer does not approve', () => {
  type Propose = (opened: Case) => Promise<unknown>;
  const byConsole =
    (name: string): Propose =>
    async ({ row }) =>
      sendLetter(await operator(name), row.reference, 'answered', 'Answer', { outcome: 'complied' });
  const byToken =
    (by: string): Propose =>
    async (opened) =>
      proposeByToken(await tokenOf(by), opened);
  const refusal: Propose = async (opened) => proposeByToken(await tokenOf('token'), opened, 'refuse', { reasons: ['excessive'], by: 'Kim', text: 'No.' });

  test.each<[string, Propose, string, boolean]>([
    ['on the console', byConsole('Kim'), 'Kim', false],
    ['on the console, and signs in spelled otherwise', byConsole('Kim'), 'kIM', false],
    ['on the console; a colleague does', byConsole('Kim'), 'Lee', true],
    ['through a token of their own', byToken('Kim'), 'Kim', false],
    ['through a token of their own, spelled otherwise', byToken('KIM'), 'kim', false],
    ['through a token of their own; a colleague does', byToken('Kim'), 'Lee', true],
    ['through a token in whose name it refuses', refusal, 'Kim', false],
    ['through a token in whose name it refuses; a colleague does', refusal, 'Lee', true],
    ['through a token that nobody answers for; a person does', byToken('token'), 'Lee', true],
  ])('%s', async (_how, propose, name, may) => {
    const opened = await proved();
    await propose(opened);
    const signed = await operator(name);
    expect((await open(signed, path(opened.row.reference))).html.includes('aria-label="Approve"')).toBe(may);
    expect((await approve(signed, name, opened)).length).toBe(may ? 2 : 0);
  });

  test('who proposed on the console and then has a token of theirs propose the same still does not approve', async () => {
    const opened = await proved();
    const kim = await operator('Kim');
    await sendLetter(kim, opened.row.reference, 'answered', 'Answer', { outcome: 'complied' });
    await proposeByToken(await tokenOf('Kim'), opened);
    expect(await approve(kim, 'Kim', opened)).toEqual([]);
    expect(await approve(await operator('Lee'), 'Lee', opened)).toEqual(['approved', 'answered']);
  });
});

test('no token approves: neither on the console, nor by an event, nor at an address of its own', async () => {
  const opened = await taken({}, '2026-02-01T09:00:00Z');
  await sendLetter(await operator('Kim'), opened.row.reference, 'answered', 'Answer', { outcome: 'complied' });
  const token = await tokenOf('Lee');
  const { id, reference } = opened.row;
  for (const bearer of [token, OPERATOR_TOKEN]) {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/x-www-form-urlencoded' };
    const sent = await ask(`${path(reference)}approve/`, { now: NOW, bindings: four, method: 'POST', headers, body: 'number=2' });
    expect(sent.status).toBe(401);
  }
  const at = { now: NOW, bindings: four };
  expect((await askAs(token, `/api/v1/requests/${id}/events`, { ...at, body: { type: 'approved', action: 'answered' } })).status).toBe(400);
  expect((await askAs(token, `/api/v1/requests/${id}/approve`, { ...at, body: {} })).status).toBe(404);
  expect(await typesOf(id)).toEqual(['received', 'approval-asked']);
});

test('with four eyes a token that may answer is made for somebody who answers for it; without them nobody has to be named', async () => {
  const make = (body: object, bindings = {}) =>
    ask('/api/v1/operator/tokens', {
      now: NOW,
      bindings,
      method: 'POST',
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'shop', ...body }),
    });
  const nameless = await make({ scopes: ['requests:answer'] }, four);
  expect([nameless.status, (await nameless.json<{ errors: { pointer: string }[] }>()).errors[0]?.pointer]).toEqual([400, '/by']);
  const named = await make({ scopes: ['requests:answer'], by: 'kim@acme.example' }, four);
  expect([named.status, (await named.json<{ createdBy: string }>()).createdBy]).toEqual([201, 'kim@acme.example']);
  expect((await make({ scopes: ['requests:read'] }, four)).status).toBe(201);
  expect((await make({ scopes: ['requests:answer'] })).status).toBe(201);
});

describe('whoever approves is told what it does', () => {
  test.each([
    ['complied', 'answer that all was done as asked'],
    ['complied-in-part', 'answer that a part was done, and refuse the rest'],
    ['no-data', 'answer that no data was found'],
  ])('%s', async (outcome, words) => {
    const { row } = await taken({ kind: 'erasure' }, '2026-02-01T09:00:00Z');
    const chosen = { outcome, ...(outcome === 'complied-in-part' ? { reasons: ['legal-obligation'], part: 'the profile' } : {}) };
    await sendLetter(await operator('Kim'), row.reference, 'answered', 'Answer', chosen);
    expect(wordsIn((await open(await operator('Lee'), path(row.reference))).html)).toContain(`Kim proposes to ${words}`);
  });

  test('a refusal, with its reasons', async () => {
    const { row } = await taken({ kind: 'erasure' }, '2026-02-01T09:00:00Z');
    await sendLetter(await operator('Kim'), row.reference, 'refused', 'Refuse', { reasons: ['legal-obligation', 'excessive'] });
    const words = wordsIn((await open(await operator('Lee'), path(row.reference))).html);
    expect(words).toMatch(/Kim proposes to refuse it, for these reasons: (excessive, legal obligation|legal obligation, excessive)/);
  });
});

test('files that nobody could fetch any more are not released: the proposal has to be made anew', async () => {
  const opened = await taken({}, '2026-02-01T09:00:00Z');
  const kim = await operator('Kim');
  await submit(kim, (await open(kim, `${path(opened.row.reference)}answer/`)).html, 'Add to the answer', { data: '{"a":1}' });
  await sendLetter(kim, opened.row.reference, 'answered', 'Answer', { outcome: 'complied' });
  const late = await signIn('operator', 'Lee', { now: '2026-02-18T09:00:00Z', bindings: four });
  const page = await open(late, path(opened.row.reference));
  expect(wordsIn(page.html)).toContain('The last day for the download that the letter names is over.');
  expect(await approve(late, 'Lee', opened)).toEqual([]);
  expect(await approve(await signIn('operator', 'Lee', { now: '2026-02-17T09:00:00Z', bindings: four }), 'Lee', opened)).toEqual(['approved', 'answered']);
});

describe('exports and erasures of consents', () => {
  /** The page that asks for a second person, where somebody wants the audit. */
  const gated = async (signed: Signed) => (await submit(signed, (await open(signed, '/operator/audit/')).html, 'Export', { file: 'audit.jsonl' })).html;
  const asked = async () => (await env.INDEX.prepare('SELECT asked_by, approved_by FROM console_approvals').all()).results;
  const noted = async (action: string) => (await env.INDEX.prepare('SELECT id FROM audit WHERE action = ?').bind(action).all()).results.length;

  test('asking twice with one form asks once', async () => {
    const ada = await admin('Ada');
    const html = await gated(ada);
    await Promise.all([submit(ada, html, 'Ask', { do: 'ask' }), submit(ada, html, 'Ask', { do: 'ask' })]);
    expect(await asked()).toHaveLength(1);
    expect(await noted('ask-approval')).toBe(1);
  });

  test('of two who approve at once one does, and the audit has one entry', async () => {
    const [ada, bob, cleo] = [await admin('Ada'), await admin('Bob'), await admin('Cleo')];
    await submit(ada, await gated(ada), 'Ask', { do: 'ask' });
    const label = 'Approve: Export of the audit, audit.jsonl';
    const pages = await Promise.all([bob, cleo].map((one) => open(one, '/operator/approvals/')));
    const sent = await Promise.all([bob, cleo].map((one, at) => submit(one, pages[at]?.html ?? '', label, { do: 'approve' })));
    expect(sent.map(({ html }) => wordsIn(html).includes('You approved it')).filter(Boolean)).toHaveLength(1);
    expect(await noted('approve')).toBe(1);
  });

  test('what cannot be noted is not approved', async () => {
    const [ada, bob] = [await admin('Ada'), await admin('Bob')];
    await submit(ada, await gated(ada), 'Ask', { do: 'ask' });
    const { html } = await open(bob, '/operator/approvals/');
    await env.INDEX.exec('ALTER TABLE audit RENAME TO audit_away');
    try {
      expect((await submit(bob, html, 'Approve: Export of the audit, audit.jsonl', { do: 'approve' })).status).toBe(500);
    } finally {
      await env.INDEX.exec('ALTER TABLE audit_away RENAME TO audit');
    }
    expect(await asked()).toEqual([{ asked_by: 'Ada', approved_by: null }]);
  });

  test('nobody approves their own by another spelling', async () => {
    const ada = await admin('Ada');
    await submit(ada, await gated(ada), 'Ask', { do: 'ask' });
    const same = await admin('aDA');
    expect((await open(same, '/operator/approvals/')).html).not.toContain('value="approve"');
    const { results } = await env.INDEX.prepare('SELECT id FROM console_approvals').all<{ id: string }>();
    const { vault, now } = await deskAt(NOW);
    const form = await newFormToken(vault, { name: 'aDA', role: 'admin' }, 'approvals/', now);
    await post(same, '/operator/approvals/', Object.entries({ ...form, id: results[0]?.id ?? '', do: 'approve' }));
    expect(await asked()).toEqual([{ asked_by: 'Ada', approved_by: null }]);
  });
});
