/** Requests that came by telephone or letter: their own date, a mail to whom they are about, the same rules as any other. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { openCase } from '../../../worker/requests/cases.ts';
import { deskAt } from '../requests/desk.ts';
import { emptyTables, open, signIn, submit, taken, wordsIn } from './client.ts';

beforeEach(emptyTables);

const NOW = '2026-03-10T12:00:00Z';
const VALUES = { kind: 'access', channel: 'letter', received: '2026-01-31', place: 'DE', locale: 'de', behalf: 'self', email: 'jo@mail.example', name: 'Jo' };
const kim = () => signIn('operator', 'Kim', { now: NOW });

async function enter(values: Record<string, string>) {
  const signed = await kim();
  return submit(signed, (await open(signed, '/operator/enter/')).html, 'Enter a request', { ...VALUES, ...values });
}

test('a letter of 31 January is due on 2 March, whenever it is entered', async () => {
  const page = await enter({});
  expect(page.path).toMatch(/^\/operator\/requests\/[0-9A-Z-]{9}\/\?done=entered$/);
  const reference = page.path.split('/')[3] ?? '';
  const opened = await openCase(await deskAt(NOW), { reference });
  expect(opened?.summary).toMatchObject({ received: '2026-01-31', due: '2026-03-02', queue: 'active' });
  expect(opened?.row).toMatchObject({ channel: 'letter', locale: 'de' });
  expect(opened?.events[0]).toMatchObject({ actor: 'Kim', noted: '2026-03-10T12:00:00.000Z', event: { type: 'received', at: '2026-01-31' } });
  const { results } = await env.INDEX.prepare("SELECT entry FROM audit WHERE action = 'enter-request'").all<{ entry: string }>();
  expect(results).toHaveLength(1);
  expect(results[0]?.entry).not.toMatch(/mail\.example/);
});

describe('what cannot be entered comes back with what was typed, each fault at its field', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a day that is yet to come', { received: '2026-03-11' }, 'received'],
    ['no day', { received: '' }, 'received'],
    ['a day that does not exist', { received: '2026-02-30' }, 'received'],
    ['no kind', { kind: '' }, 'kind'],
    ['a kind that there is not', { kind: 'nonsense' }, 'kind'],
    ['the form as the way it came', { channel: 'form' }, 'channel'],
    ['a place in words', { place: 'Germany' }, 'place'],
    ['no address', { email: 'jo at mail' }, 'email'],
    ['a correction without saying of what', { kind: 'rectification' }, 'details'],
    ['a child without a name', { behalf: 'child' }, 'child'],
    ['an agent without a name', { behalf: 'agent' }, 'agentName'],
    ['a complaint about no request', { kind: 'complaint', details: 'Slow.', about: 'ZZZZ-ZZZZ' }, 'about'],
  ])('%s', async (_name, values, field) => {
    const page = await enter(values);
    expect(page.status).toBe(422);
    // The title and the focus say so first.
    expect(page.html).toContain('<title>Please correct: Enter a request');
    expect(page.html).toMatch(/<div class="faults"[^>]* autofocus/);
    expect(page.html).toContain(`<a href="#${field}">`);
    expect(page.html).toContain(`id="${field}-fault"`);
    expect(page.html).toContain('value="Jo"');
    expect(await env.INDEX.prepare('SELECT count(*) AS count FROM requests').first('count')).toBe(0);
  });
});

describe('a day a year back or more', () => {
  test.each(['1926-01-31', '2016-01-31', '2025-03-10'])('%s is asked about first: the field is named, and a box confirms this very day', async (received) => {
    const signed = await kim();
    const page = await enter({ received });
    expect(page.status).toBe(422);
    expect(wordsIn(page.html)).toMatch(/\d+ \w+ (1926|2016|2025) is a year ago or more\. Correct the year, or confirm below the field that it is right\./);
    expect(page.html).toContain('<a href="#received">');
    expect(page.html).toMatch(new RegExp(`<input type="checkbox" name="oldReceipt" value="${received}"`));
    // A box that was ticked for one day does not let another one pass.
    const other = await submit(signed, page.html, 'Enter a request', { ...VALUES, received, oldReceipt: '2015-01-01' });
    expect(other.status).toBe(422);
    const entered = await submit(signed, page.html, 'Enter a request', { ...VALUES, received, oldReceipt: received });
    expect(entered.path).toMatch(/done=entered$/);
    expect(await env.INDEX.prepare('SELECT received FROM requests').first('received')).toBe(received);
  });

  test('is not asked about where it is younger', async () => {
    expect((await enter({ received: '2025-03-11' })).path).toMatch(/done=entered$/);
  });
});

test('all that is wrong is said at once, each at its field with what it takes, and what was typed stands there', async () => {
  const signed = await kim();
  const { html } = await open(signed, '/operator/enter/');
  const typed = { email: 'jo at mail', name: 'J'.repeat(201), behalf: 'agent', agentName: 'Help', agentEmail: 'help@' };
  const page = await submit(signed, html, 'Enter a request', { ...VALUES, ...typed, kind: '' });
  expect(page.status).toBe(422);
  for (const [field, says] of [
    ['kind', 'Choose what the person asks for.'],
    ['email', 'Give a whole e-mail address, such as name@mail.example.'],
    ['agentEmail', 'Give a whole e-mail address, such as name@mail.example.'],
    ['name', 'This is too long: shorten it to 200 characters.'],
  ]) {
    expect(page.html).toContain(`<a href="#${field}">${says}</a>`);
    expect(page.html).toContain(`id="${field}-fault">${says}`);
  }
  for (const value of [typed.email, typed.name, typed.agentEmail]) expect(page.html).toContain(`value="${value}"`);
});

test('the same form sent twice enters one request', async () => {
  const signed = await kim();
  const { html } = await open(signed, '/operator/enter/');
  await Promise.all([1, 2, 3].map(() => submit(signed, html, 'Enter a request', VALUES)));
  expect(await env.INDEX.prepare('SELECT count(*) AS count FROM requests').first('count')).toBe(1);
});

test('a complaint is linked to the request that it is about, and each names the other', async () => {
  const { row } = await taken({}, '2026-02-01T09:00:00Z');
  const page = await enter({ kind: 'complaint', place: 'GB', details: 'Too slow.', about: row.reference });
  expect(wordsIn(page.html)).toContain(`About the request ${row.reference}`);
  expect(wordsIn((await open(await kim(), `/operator/requests/${row.reference}/`)).html)).toContain('Complaints and appeals about this request');
});

test('duplicates are shown with their rule, on each of them and in the queue; none is hidden', async () => {
  const first = await taken({}, '2026-03-01T09:00:00Z');
  const second = await taken({ content: { email: 'JO.visitor@mail.example', name: 'J. V.' } }, '2026-03-05T09:00:00Z');
  await taken({ kind: 'erasure' }, '2026-03-05T09:00:00Z');
  const signed = await kim();
  expect(wordsIn((await open(signed, `/operator/requests/${first.row.reference}/`)).html)).toContain('this is the one to work on');
  const page = wordsIn((await open(signed, `/operator/requests/${second.row.reference}/`)).html);
  expect(page).toContain(`Probably a duplicate of ${first.row.reference}`);
  expect(page).toContain('Same contact and kind, received within 30 days of the first.');
  const { html } = await open(signed, '/operator/');
  expect(wordsIn(html).match(/duplicate of/g)).toHaveLength(1);
  expect(html.match(/class="reference"/g)).toHaveLength(3);
});
