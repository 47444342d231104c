/** The consent ledgers' tools inside the console: found by id or subject, proved, erased after being asked, exported, and noted each time. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyReceipt } from '../../../core/consent/receipt.ts';
import { emptyLedgers, recordWith, send } from '../records.ts';
import { emptyTables, open, signIn, submit, withSettings, wordsIn } from './client.ts';

beforeEach(emptyTables);
afterEach(() => emptyLedgers());

const SUBJECT = '5a'.repeat(32);

async function taken() {
  const record = await recordWith({ subject: SUBJECT });
  await (await send(record, { cf: { country: 'DE' } })).arrayBuffer();
  return record;
}

test('a record is found by its id or its subject; neither stands in an address', async () => {
  const { id } = await taken();
  const vic = await signIn('viewer', 'Vic');
  const { html } = await open(vic, '/operator/consents/');
  for (const what of [id, SUBJECT.toUpperCase()]) {
    const found = await submit(vic, html, 'Look up', { site: 'shop', what });
    expect(found.path).toBe('/operator/consents/search/');
    expect(wordsIn(found.html)).toContain(id);
    expect(found.html).not.toContain('Erase');
    expect(found.html.match(/(?:href|action)="[^"]*"/g)?.join(' ')).not.toMatch(new RegExp(`${id}|${SUBJECT}`));
  }
  expect((await submit(vic, html, 'Look up', { site: 'shop', what: '"><script>' })).html).not.toContain('<script');
  expect((await submit(vic, html, 'Look up', { site: '__proto__', what: id })).status).toBe(422);
});

test('the receipt is the visitor’s own, and anybody verifies it', async () => {
  const { id } = await taken();
  const kim = await signIn('operator');
  const found = await submit(kim, (await open(kim, '/operator/consents/')).html, 'Look up', { site: 'shop', what: id });
  const receipt = await submit(kim, found.html, `Receipt of ${id}`, {});
  expect(await verifyReceipt(receipt.html)).toMatchObject({ ok: true });
});

test('erasing asks first with the consequence, is for admins, and leaves the leaf alone (GDPR Art. 17)', async () => {
  const { id } = await taken();
  const ada = await signIn('admin', 'Ada');
  const found = await submit(ada, (await open(ada, '/operator/consents/')).html, 'Look up', { site: 'shop', what: id });
  const asked = await submit(ada, found.html, `Erase ${id}`, {});
  expect(wordsIn(asked.html)).toContain('It cannot be taken back.');
  expect(wordsIn((await submit(ada, (await open(ada, '/operator/consents/')).html, 'Look up', { site: 'shop', what: id })).html)).toContain(id);
  expect(wordsIn((await submit(ada, asked.html, 'Erase', {})).html)).toContain('One record was erased');
  const after = await submit(ada, (await open(ada, '/operator/consents/')).html, 'Look up', { site: 'shop', what: id });
  expect(wordsIn(after.html)).toMatch(/Erased|0 records/);
  const { results } = await env.INDEX.prepare("SELECT entry FROM audit WHERE action = 'erase-consents'").all<{ entry: string }>();
  expect(results).toHaveLength(1);
});

test('all of a subject is erased with four eyes, and the subject is in no entry of the audit', async () => {
  await taken();
  await taken();
  const bindings = withSettings({ fourEyes: true });
  const [ada, bob] = [await signIn('admin', 'Ada', { bindings }), await signIn('admin', 'Bob', { bindings })];
  const found = await submit(ada, (await open(ada, '/operator/consents/')).html, 'Look up', { site: 'shop', what: SUBJECT });
  const asked = await submit(ada, found.html, 'Erase all of this subject', {});
  const gate = await submit(ada, asked.html, 'Erase', {});
  expect(wordsIn(gate.html)).toContain('A second person has to approve this');
  await submit(ada, gate.html, 'Ask', { do: 'ask' });
  await submit(bob, (await open(bob, '/operator/approvals/')).html, `Approve: Erasure of consents of the site shop: the subject ${SUBJECT}`, { do: 'approve' });
  expect(wordsIn((await submit(ada, asked.html, 'Erase', {})).html)).toContain('2 records were erased');
  const { results } = await env.INDEX.prepare('SELECT entry FROM audit').all<{ entry: string }>();
  expect(JSON.stringify(results)).not.toContain(`"subject":"${SUBJECT}`);
});

test('exports, statistics and health are there, and an export is noted before it is given', async () => {
  await taken();
  const ada = await signIn('admin', 'Ada');
  const { html } = await open(ada, '/operator/consents/');
  const csv = await submit(ada, html, 'Export', { site: 'shop', format: 'csv' });
  expect([csv.status, csv.headers.get('cache-control'), csv.headers.get('content-disposition')]).toEqual([
    200,
    'no-store',
    'attachment; filename="consents.shop.csv"',
  ]);
  expect(wordsIn((await open(ada, '/operator/consents/statistics/?site=shop&by=day,action')).html)).toContain('Consents counted');
  expect(wordsIn((await open(ada, '/operator/health/')).html)).toMatch(/The logs are open\..*shop.*requests/);
  const { results } = await env.INDEX.prepare("SELECT entry FROM audit WHERE action = 'export-consents'").all<{ entry: string }>();
  expect(results.map(({ entry }) => (JSON.parse(entry) as { details: unknown }).details)).toEqual([{ site: 'shop', format: 'csv' }]);
});

test.each([
  ['another site', { site: 'nowhere', format: 'csv' }, 'export-site'],
  ['a format that there is not', { site: 'shop', format: 'exe' }, 'export-site'],
  ['a day that there is not', { site: 'shop', format: 'csv', from: '2026-02-30' }, 'from'],
  ['days in the wrong order', { site: 'shop', format: 'parquet', from: '2026-02-02', to: '2026-02-01' }, 'from'],
])('an export of %s comes back with what is wrong, where, and what was given', async (_what, fields: Record<string, string>, field) => {
  const ada = await signIn('admin', 'Ada');
  const back = await submit(ada, (await open(ada, '/operator/consents/')).html, 'Export', fields);
  expect([back.status, back.html.includes(`<a href="#${field}">`), back.headers.get('content-disposition')]).toEqual([422, true, null]);
  for (const name of ['from', 'to']) if (fields[name]) expect(back.html).toMatch(new RegExp(`name="${name}" value="${fields[name]}"`));
  if (fields.format === 'parquet') expect(back.html).toMatch(/value="parquet" selected/);
});

test('an export that a second person approved is taken once, and for exactly those days', async () => {
  await taken();
  const bindings = withSettings({ fourEyes: true });
  const [ada, bob] = [await signIn('admin', 'Ada', { bindings }), await signIn('admin', 'Bob', { bindings })];
  const take = async (fields: Record<string, string>) =>
    submit(ada, (await open(ada, '/operator/consents/')).html, 'Export', { site: 'shop', format: 'jsonl', ...fields });
  const asked = await take({ from: '2026-11-01' });
  await submit(ada, asked.html, 'Ask', { do: 'ask' });
  const what = 'Export of consents of the site shop as jsonl, 2026-11-01 to today';
  await submit(bob, (await open(bob, '/operator/approvals/')).html, `Approve: ${what}`, { do: 'approve' });
  expect((await take({})).headers.get('content-disposition')).toBeNull();
  const done = await submit(ada, (await open(ada, '/operator/approvals/')).html, `Do it: ${what}`, {});
  expect(done.headers.get('content-disposition')).toBe('attachment; filename="consents.shop.2026-11-01.jsonl"');
  expect((await take({ from: '2026-11-01' })).headers.get('content-disposition')).toBeNull();
});
