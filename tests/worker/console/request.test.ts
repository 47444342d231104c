/** A request's page and what is done there without a letter: everything is an event, noted once, dated backwards only. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { openCase } from '../../../worker/requests/cases.ts';
import { deskAt } from '../requests/desk.ts';
import { emptyTables, formIn, open, post, signIn, submit, taken, typesOf, wordsIn } from './client.ts';

beforeEach(emptyTables);

test('the page tells what was asked, by whom, until when, and how that date came about with its article (Regulation 1182/71 Art. 3(4))', async () => {
  const { row } = await taken({}, '2026-01-31T09:00:00Z');
  const kim = await signIn('viewer', 'Kim', { now: '2026-02-20T09:00:00Z' });
  const page = await open(kim, `/operator/requests/${row.reference}/`);
  expect(page.status).toBe(200);
  const words = wordsIn(page.html);
  for (const part of [
    'Jo Visitor',
    'jo.visitor@mail.example',
    'Everything since spring',
    '2 March 2026',
    '10 days left',
    'so the time limit ends on Monday, 2 March 2026',
    'Art. 3(4)',
  ])
    expect(words).toContain(part);
  expect(page.html).not.toMatch(/\sstyle=|<script/);
});

test('a viewer sees no way to change anything, and can change nothing', async () => {
  const { row } = await taken();
  const viewer = await signIn('viewer', 'Vic');
  const operator = await signIn('operator', 'Kim');
  expect((await open(viewer, `/operator/requests/${row.reference}/`)).html).not.toContain('<form');
  const { html } = await open(operator, `/operator/requests/${row.reference}/`);
  const sent = await submit(viewer, html, 'Internal note', { note: 'mine', do: 'note' });
  expect(sent.status).toBe(403);
  expect(await typesOf(row.id)).toEqual(['received']);
});

test('a note is kept encrypted, shown on the page, and once however often the form is sent', async () => {
  const { row } = await taken();
  const kim = await signIn('operator');
  const { html } = await open(kim, `/operator/requests/${row.reference}/`);
  const first = await submit(kim, html, 'Internal note', { note: 'She called again.', do: 'note' });
  expect(wordsIn(first.html)).toContain('The note was added.');
  expect(wordsIn(first.html)).toContain('She called again.');
  const again = await submit(kim, html, 'Internal note', { note: 'She called again.', do: 'note' });
  expect(wordsIn(again.html)).toContain('Nothing was done');
  const both = await Promise.all(
    [1, 2, 3].map(async () => submit(kim, (await open(kim, `/operator/requests/${row.reference}/`)).html, 'Internal note', { note: 'Three.', do: 'note' })),
  );
  expect(both.every(({ status }) => status === 200)).toBe(true);
  expect(await typesOf(row.id)).toEqual(['received', 'note', 'note', 'note', 'note']);
  const { results } = await env.INDEX.prepare('SELECT event, actor FROM request_events').all();
  expect(JSON.stringify(results)).not.toContain('called');
});

test('an empty note comes back with what is wrong, where, and how to mend it', async () => {
  const { row } = await taken();
  const kim = await signIn('operator');
  const { html } = await open(kim, `/operator/requests/${row.reference}/`);
  const sent = await submit(kim, html, 'Internal note', { note: '  ', do: 'note' });
  expect(sent.status).toBe(422);
  expect(sent.html).toContain('<a href="#note">Write the note before you add it.</a>');
  expect(sent.html).toMatch(/<textarea id="note"[^>]*aria-describedby="note-hint note-fault" aria-invalid="true"/);
});

test('the date of receipt is corrected backwards, never forwards, and the due date follows (deadline sabotage)', async () => {
  const { row } = await taken({}, '2026-02-10T09:00:00Z');
  const kim = await signIn('operator', 'Kim', { now: '2026-02-11T09:00:00Z' });
  const path = `/operator/requests/${row.reference}/`;
  for (const received of ['2026-02-10', '2026-02-11', '2027-01-01', 'yesterday', '']) {
    const sent = await submit(kim, (await open(kim, path)).html, 'Date of receipt', { received, do: 'receipt-corrected' });
    expect(sent.status, received).toBe(422);
  }
  const old = await submit(kim, (await open(kim, path)).html, 'Date of receipt', { received: '2016-01-31', do: 'receipt-corrected' });
  expect(wordsIn(old.html)).toContain('31 January 2016 is a year ago or more. Correct the year, or confirm below the field that it is right.');
  expect(old.html).toContain('name="oldReceipt" value="2016-01-31"');
  expect(await typesOf(row.id)).toEqual(['received']);
  const sent = await submit(kim, (await open(kim, path)).html, 'Date of receipt', { received: '2026-01-31', do: 'receipt-corrected' });
  expect(wordsIn(sent.html)).toContain('The date of receipt was corrected');
  const after = await openCase(await deskAt('2026-02-11T09:00:00Z'), { id: row.id });
  expect(after?.summary).toMatchObject({ received: '2026-01-31', due: '2026-03-02' });
  expect(await typesOf(row.id)).toEqual(['received', 'receipt-corrected']);
});

test('a request is assigned to somebody who may act, to nobody, and to no stranger', async () => {
  const { row } = await taken();
  const bindings = { ACCESS_ROLES: 'lee@acme.example=operator vic@acme.example=viewer', LOCAL: '1' };
  const kim = await signIn('operator', 'Kim', { bindings });
  const path = `/operator/requests/${row.reference}/`;
  const assigned = await submit(kim, (await open(kim, path)).html, 'Assign', { to: 'lee@acme.example', do: 'assign' });
  expect(wordsIn(assigned.html)).toContain('assigned to lee@acme.example');
  const nobody = await submit(kim, (await open(kim, path)).html, 'Assign', { to: '', do: 'assign' });
  expect(wordsIn(nobody.html)).toContain('assigned to nobody');
  expect((await submit(kim, (await open(kim, path)).html, 'Assign', { to: '<b>', do: 'assign' })).status).toBe(422);
});

test('requests are linked by reference, as people read it out', async () => {
  const [one, other] = [await taken(), await taken({ kind: 'complaint', content: { email: 'x@y.example', details: 'Too slow.' } })];
  const kim = await signIn('operator');
  const path = `/operator/requests/${one.row.reference}/`;
  const said = other.row.reference.toLowerCase().replace('-', ' ');
  expect(wordsIn((await submit(kim, (await open(kim, path)).html, 'Link', { other: said, do: 'linked' })).html)).toContain('The requests are linked.');
  expect((await submit(kim, (await open(kim, path)).html, 'Link', { other: one.row.reference, do: 'linked' })).status).toBe(422);
});

test('what is closed stays closed: it is noted on, and neither extended, answered nor dated back', async () => {
  const { row } = await taken();
  const kim = await signIn('operator');
  const path = `/operator/requests/${row.reference}/`;
  const before = (await open(kim, path)).html;
  expect(wordsIn((await submit(kim, before, 'What came in otherwise', { do: 'withdrawn' })).html)).toContain('closed as withdrawn');
  const { fields } = formIn((await open(kim, path)).html, 'Link');
  const hidden = fields.filter(([name]) => name === 'token' || name === 'key');
  for (const act of ['identity-confirmed', 'clarification-answered', 'fee-settled', 'proved', 'withdrawn'])
    expect(wordsIn((await post(kim, `${path}do/`, [...hidden, ['do', act]])).html), act).toContain('Nothing was done');
  expect((await open(kim, `${path}letters/answered/`)).status).toBe(404);
  expect((await open(kim, `${path}answer/`)).status).toBe(404);
  expect(await typesOf(row.id)).toEqual(['received', 'withdrawn']);
});

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\'\u202e%%BODY%%{{7*7}}';

test('text of strangers stays text wherever it is shown (stored XSS)', async () => {
  const { row } = await taken({
    content: {
      email: 'jo@mail.example',
      name: HOSTILE,
      details: HOSTILE,
      identifiers: HOSTILE,
      child: HOSTILE,
      agent: { name: HOSTILE, email: 'a@b.example' },
      answers: { [HOSTILE.slice(0, 50)]: HOSTILE },
    },
  });
  const kim = await signIn('operator');
  const path = `/operator/requests/${row.reference}/`;
  const noted = await submit(kim, (await open(kim, path)).html, 'Internal note', { note: HOSTILE, do: 'note' });
  const pages = [
    noted,
    await open(kim, `${path}letters/message/`),
    await open(kim, `${path}letters/clarification/`),
    await open(kim, `${path}answer/`),
    await open(kim, '/operator/'),
  ];
  for (const { html, path: at } of pages) {
    expect(html, at).not.toMatch(/<script|<img|onerror=alert\(1\)>(?!&|[^<]*&#39;)/);
    expect(html, at).not.toMatch(/%%[A-Z]+%%(?!\{)/);
  }
  expect(noted.html.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(5);
  expect(noted.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
});

test('what could not be sent by mail is seen on the request and in the health page, and tried anew (mail down)', async () => {
  const { row } = await taken({ kind: 'objection', content: { email: 'jo@mail.example', details: 'Stop.' } });
  await env.INDEX.exec("UPDATE outbox SET state = 'dead', problem = 'refused'");
  const kim = await signIn('operator');
  expect(wordsIn((await open(kim, `/operator/requests/${row.reference}/`)).html)).toContain('could not be sent (refused)');
  const page = await open(kim, '/operator/health/');
  expect(wordsIn(page.html)).toMatch(/Something could not be sent.*Try them all anew/);
  expect(page.html).toContain(row.reference);
  await submit(kim, page.html, 'Try anew', {});
  const { results } = await env.INDEX.prepare("SELECT action FROM audit WHERE action = 'retry-mails'").all();
  expect(results).toHaveLength(1);
  expect(wordsIn((await open(kim, `/operator/requests/${row.reference}/`)).html)).not.toContain('could not be sent');
});

test('a mail whose code has expired is not tried anew, and the health page says so', async () => {
  const { row } = await taken({ kind: 'objection', content: { email: 'jo@mail.example', details: 'Stop.' } });
  await env.INDEX.exec("UPDATE outbox SET state = 'dead', problem = 'refused'");
  await env.INDEX.prepare("UPDATE outbox SET name = 'step-up', expires = '2026-11-23T23:00:00Z' WHERE name = 'acknowledged'").run();
  const kim = await signIn('operator');
  const page = await open(kim, '/operator/health/');
  expect(wordsIn(page.html)).toMatch(/Step up about \S+ , \S+ refused · has expired, and is not sent any more/);
  expect(wordsIn(page.html)).toContain('What has expired, such as a code or a link to confirm, is of no use to anybody and is not sent again.');
  await submit(kim, page.html, 'Try anew', {});
  const { results } = await env.INDEX.prepare("SELECT name FROM outbox WHERE state = 'dead'").all();
  expect(results).toEqual([{ name: 'step-up' }]);
  // Nothing is left that could be tried.
  const after = await open(kim, '/operator/health/');
  expect(after.html).not.toContain('aria-label="Try anew"');
  expect(after.html).toContain(row.reference);
});
