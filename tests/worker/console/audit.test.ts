/** The audit: every view and change, before it is shown or with it; each entry a leaf of the log; exported so that anybody can check it. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { verifyReceipt } from '../../../core/consent/receipt.ts';
import { REQUESTS_LOG } from '../../../core/ledger-settings.ts';
import { fromBase64, utf8 } from '../../../core/log/bytes.ts';
import { commitmentEntry, readBundle } from '../../../core/log/entry.ts';
import { auditStatement, logAudit } from '../../../worker/console/audit.ts';
import { ledgerOf } from '../../../worker/ledger/objects.ts';
import { ask } from '../client.ts';
import { deskAt } from '../requests/desk.ts';
import { emptyTables, open, post, type Shown, type Signed, signIn, submit, taken, withSettings, wordsIn } from './client.ts';

beforeEach(emptyTables);

async function actions(): Promise<string[]> {
  const { results } = await env.INDEX.prepare('SELECT actor, action FROM audit ORDER BY id').all<{ actor: string; action: string }>();
  return results.map(({ actor, action }) => `${actor} ${action}`);
}

test('each view and each change is one entry, by whom and when, without a word of the person', async () => {
  const { row } = await taken();
  const kim = await signIn('operator');
  await open(kim, '/operator/');
  const page = await open(kim, `/operator/requests/${row.reference}/`);
  await submit(kim, page.html, 'Internal note', { note: 'secret words', do: 'note' });
  await open(kim, `/operator/requests/${row.reference}/letters/message/`);
  expect((await actions()).slice(0, 6)).toEqual([
    'Kim sign-in',
    'Kim view-queue',
    'Kim view-request',
    'Kim change-request',
    'Kim view-request',
    'Kim view-letter',
  ]);
  const { results } = await env.INDEX.prepare('SELECT entry FROM audit').all<{ entry: string }>();
  expect(JSON.stringify(results)).not.toMatch(/Visitor|visitor|secret words|spring/);
  expect(JSON.parse(results[3]?.entry ?? '{}')).toMatchObject({
    v: 1,
    type: 'operator-action',
    actor: 'Kim',
    role: 'operator',
    action: 'change-request',
    request: row.id,
    details: { what: 'note', version: expect.any(Number) },
  });
});

test('what cannot be noted is not shown', async () => {
  const { row } = await taken();
  const kim = await signIn('viewer');
  await env.INDEX.exec('ALTER TABLE audit RENAME TO audit_away');
  try {
    const page = await open(kim, `/operator/requests/${row.reference}/`);
    expect([page.status, /Jo Visitor|jo\.visitor/.test(page.html)]).toEqual([500, false]);
  } finally {
    await env.INDEX.exec('ALTER TABLE audit_away RENAME TO audit');
  }
});

test('what was refused shows nothing, so it is no view', async () => {
  const { row } = await taken();
  await ask(`/operator/requests/${row.reference}/`);
  await open(await signIn('viewer'), '/operator/audit/');
  expect(await actions()).toEqual(['Kim sign-in']);
});

test('the round enters a busy hour in a few statements: D1 allows a thousand in one invocation', async () => {
  const desk = await deskAt('2026-11-24T10:00:00Z');
  const noted = Array.from({ length: 250 }, () => auditStatement(desk, { name: 'shop backend (API)', role: 'operator' }, { action: 'view-request' }));
  await env.INDEX.batch(noted);
  let statements = 0;
  const db = new Proxy(env.INDEX, {
    get(own, name: keyof D1Database) {
      if (name === 'prepare') statements += 1;
      return typeof own[name] === 'function' ? (own[name] as (...given: unknown[]) => unknown).bind(own) : own[name];
    },
  });
  await logAudit({ ...desk, db });
  expect(statements).toBeLessThan(10);
  expect(await env.INDEX.prepare('SELECT count(leaf) AS n, count(DISTINCT leaf) AS leaves FROM audit').first()).toEqual({ n: 250, leaves: 250 });
});

/** The entry of a leaf, out of the log's own files. */
async function leafOf(index: number): Promise<Uint8Array | undefined> {
  const ledger = ledgerOf(env, REQUESTS_LOG);
  await ledger.seal();
  const { size } = await ledger.checkpoint();
  const n = Math.floor(index / 256);
  const width = Math.min(256, size - n * 256);
  const path = `tile/entries/${String(n).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`;
  const response = await ask(`/log/${REQUESTS_LOG}/${path}`);
  const bundle = readBundle(new Uint8Array(await response.arrayBuffer()));
  return bundle.ok ? bundle.entries[index % 256] : undefined;
}

describe('the export', () => {
  interface Line {
    leaf: number;
    salt: string;
    record: string;
  }

  const take = async (who: Signed, file: string) => submit(who, (await open(who, '/operator/audit/')).html, 'Export', { file });

  async function exported(file: string): Promise<string> {
    const page = await take(await signIn('admin', 'Ada'), file);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-disposition')).toMatch(/^attachment; filename="audit\.2026-11-24\.\w+"$/);
    return page.html;
  }

  test('holds for every entry the very bytes that its leaf in the log commits to, and ends with who took it', async () => {
    const { row } = await taken();
    await open(await signIn('viewer', 'Vic'), `/operator/requests/${row.reference}/`);
    const lines = (await exported('audit.jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(lines.map(({ record }) => (JSON.parse(record) as { action: string }).action)).toEqual([
      'sign-in',
      'view-request',
      'sign-in',
      'view-audit',
      'export-audit',
    ]);
    expect(JSON.parse(lines.at(-1)?.record ?? '{}')).toMatchObject({ actor: 'Ada', action: 'export-audit' });
    for (const { leaf, salt, record } of lines) expect(await leafOf(leaf)).toEqual(commitmentEntry(fromBase64(salt) ?? new Uint8Array(), utf8(record)));
  });

  test('of an entry that was changed in the database does not agree with the log', async () => {
    await open(await signIn('viewer', 'Vic'), '/operator/');
    await exported('audit.jsonl');
    await env.INDEX.exec("UPDATE audit SET entry = replace(entry, 'view-queue', 'view-file')");
    const changed = (await exported('audit.jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
      .find(({ record }) => record.includes('"view-file"'));
    expect(await leafOf(changed?.leaf ?? 0)).not.toEqual(commitmentEntry(fromBase64(changed?.salt ?? '') ?? new Uint8Array(), utf8(changed?.record ?? '')));
  });

  test('as CSV is safe against formulas', async () => {
    await taken();
    await open(await signIn('viewer', 'Vic'), '/operator/?kind=access');
    const csv = await exported('audit.csv');
    expect(csv.split('\r\n')[0]).toBe('"at","actor","role","action","request","details","id","leaf","salt","record"');
    expect(csv).not.toMatch(/(^|,)"?[=+@]/m);
  });

  test('of another name there is none, and below admin nobody gets it', async () => {
    expect((await take(await signIn('admin'), 'audit.exe')).status).toBe(404);
    expect((await post(await signIn('operator'), '/operator/audit/export/', [['file', 'audit.csv']])).status).toBe(403);
  });

  test('needs a second person where the organisation wants four eyes; then once, by whoever asked, and for exactly that', async () => {
    const bindings = withSettings({ fourEyes: true });
    const [ada, bob] = [await signIn('admin', 'Ada', { bindings }), await signIn('admin', 'Bob', { bindings })];
    const given = ({ headers }: Shown): boolean => headers.get('content-disposition')?.startsWith('attachment') ?? false;
    const closed = await take(ada, 'audit.jsonl');
    expect(given(closed)).toBe(false);
    await submit(ada, closed.html, 'Ask', { do: 'ask' });
    expect(wordsIn((await take(ada, 'audit.jsonl')).html)).toContain('You have asked for it.');
    const own = await open(ada, '/operator/approvals/');
    expect(own.html).not.toMatch(/value="approve"|Do it now/);
    await submit(bob, (await open(bob, '/operator/approvals/')).html, 'Approve: Export of the audit, audit.jsonl', { do: 'approve' });
    expect((await open(bob, '/operator/approvals/')).html).not.toContain('Do it now');
    expect([given(await take(bob, 'audit.jsonl')), given(await take(ada, 'audit.csv'))]).toEqual([false, false]);
    // Pages that a browser loads ahead or anew use nothing up.
    for (const path of ['/operator/approvals/', '/operator/audit/', '/operator/audit/export/', '/operator/approvals/'])
      expect(given(await open(ada, path))).toBe(false);
    const approved = await open(ada, '/operator/approvals/');
    const twice = await Promise.all([1, 2].map(() => submit(ada, approved.html, 'Do it: Export of the audit, audit.jsonl', {})));
    expect(twice.filter(given)).toHaveLength(1);
    expect(given(await take(ada, 'audit.jsonl'))).toBe(false);
  });
});

test('an entry has a receipt that anybody verifies, as a consent has', async () => {
  await open(await signIn('viewer', 'Vic'), '/operator/');
  const ada = await signIn('admin', 'Ada');
  const { html } = await open(ada, '/operator/audit/');
  const path = /href="(\/operator\/audit\/[^"]*\/receipt\/)"/.exec(html)?.[1] ?? '';
  const receipt = await open(ada, path);
  const checked = await verifyReceipt(receipt.html);
  expect(checked).toMatchObject({ ok: true });
  expect(JSON.parse(checked.ok ? checked.record : '{}')).toMatchObject({ type: 'operator-action', v: 1 });
});

test('the page shows what is noted, of one request where it is asked so', async () => {
  const [one, other] = [await taken(), await taken()];
  const ada = await signIn('admin', 'Ada');
  for (const { row } of [one, other, one]) await open(ada, `/operator/requests/${row.reference}/`);
  expect(wordsIn((await open(ada, '/operator/audit/')).html).match(/View request/g)).toHaveLength(3);
  expect(wordsIn((await open(ada, `/operator/audit/?request=${one.row.reference}`)).html).match(/View request/g)).toHaveLength(2);
});

test.each(['ZZZZ-ZZZZ', 'of Jo'])('the entries of a request that there is not (%s) are none, and the page says why', async (typed) => {
  await taken();
  const { status, html } = await open(await signIn('admin', 'Ada'), `/operator/audit/?request=${encodeURIComponent(typed)}`);
  expect(status).toBe(400);
  expect(html).toContain('<a href="#request">There is no request with this reference.');
  expect(html).toContain(`value="${typed}"`);
  expect(wordsIn(html)).toContain('Nothing is noted here.');
});
