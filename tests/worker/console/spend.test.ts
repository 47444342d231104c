/** An approval is used up by what took effect, and by nothing else: storage fails at each place, and two try at once. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NOW } from '../client.ts';
import { emptyLedgers, recordWith, rowsOf, send } from '../records.ts';
import { emptyTables, open, type Shown, type Signed, signIn, submit, withSettings, wordsIn } from './client.ts';

const SUBJECT = '5a'.repeat(32);
const ERASURE = `Erasure of consents of the site shop: the subject ${SUBJECT}`;
const AUDIT = 'Export of the audit, audit.jsonl';
const four = withSettings({ fourEyes: true });

let ada: Signed;
let bob: Signed;

beforeEach(async () => {
  await emptyTables();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  ada = await signIn('admin', 'Ada', { bindings: four });
  bob = await signIn('admin', 'Bob', { bindings: four });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await emptyLedgers();
});

const later = (minutes: number): string => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();
/** Ada at another time, or with bindings that fail. */
const adaWith = (bindings: Signed['bindings'], now = NOW): Signed => ({ ...ada, now, bindings: { ...four, ...bindings } });
const approvals = (signed: Signed): Promise<Shown> => open(signed, '/operator/approvals/');
const given = ({ headers }: Shown): boolean => headers.get('content-disposition')?.startsWith('attachment') ?? false;

async function noted(): Promise<string[]> {
  const { results } = await env.INDEX.prepare(
    "SELECT action FROM audit WHERE action IN ('erase-consents', 'export-audit', 'return-approval') ORDER BY id",
  ).all<{
    action: string;
  }>();
  return results.map(({ action }) => action);
}

/** A database that fails where the words are asked of it. */
function failingAt(words: string): D1Database {
  return new Proxy(env.INDEX, {
    get(db, name: keyof D1Database) {
      if (name === 'prepare')
        return (query: string) => {
          if (query.includes(words)) throw new Error('D1 is away');
          return db.prepare(query);
        };
      return typeof db[name] === 'function' ? (db[name] as (...given: unknown[]) => unknown).bind(db) : db[name];
    },
  });
}

/** A ledger that answers an erasure so. */
function ledger(erase: () => Promise<unknown>): Cloudflare.Env['LEDGER'] {
  return { getByName: () => ({ erase }) } as unknown as Cloudflare.Env['LEDGER'];
}
const away = ledger(() => Promise.reject(new Error('the object is gone')));

async function approvedExport(): Promise<void> {
  const gate = await submit(ada, (await open(ada, '/operator/audit/')).html, 'Export', { file: 'audit.jsonl' });
  await submit(ada, gate.html, 'Ask', { do: 'ask' });
  await submit(bob, (await approvals(bob)).html, `Approve: ${AUDIT}`, { do: 'approve' });
}

async function approvedErasure(): Promise<void> {
  await (await send(await recordWith({ subject: SUBJECT }), { cf: { country: 'DE' } })).arrayBuffer();
  const found = await submit(ada, (await open(ada, '/operator/consents/')).html, 'Look up', { site: 'shop', what: SUBJECT });
  const asked = await submit(ada, found.html, 'Erase all of this subject', {});
  const gate = await submit(ada, asked.html, 'Erase', {});
  await submit(ada, gate.html, 'Ask', { do: 'ask' });
  await submit(bob, (await approvals(bob)).html, `Approve: ${ERASURE}`, { do: 'approve' });
}

/** Uses the approval from the page of approvals. */
const erase = async (signed: Signed = ada): Promise<Shown> => submit(signed, (await approvals({ ...signed, bindings: four })).html, `Do it: ${ERASURE}`, {});
const erased = async (): Promise<boolean> => (await rowsOf()).every(({ record }) => !String(record).includes(SUBJECT));

describe('an erasure of consents', () => {
  beforeEach(approvedErasure);

  test('uses its approval once the ledger has done it', async () => {
    expect(wordsIn((await erase()).html)).toContain('One record was erased');
    expect(await erased()).toBe(true);
    expect((await approvals(ada)).html).not.toContain(SUBJECT);
    expect(await noted()).toEqual(['erase-consents']);
    expect((await env.INDEX.prepare('SELECT what, used_at FROM console_approvals').all()).results).toEqual([
      { what: '', used_at: expect.stringContaining('2026') },
    ]);
  });

  test.each<[string, Cloudflare.Env['LEDGER'], number]>([
    ['is away', away, 500],
    ['refuses', ledger(() => Promise.resolve({ ok: false, reason: 'ledger-closed' })), 503],
  ])('has its approval back where the ledger %s, and the audit says both', async (_what, LEDGER, status) => {
    const failed = await erase(adaWith({ LEDGER }));
    expect(failed.status).toBe(status);
    if (status === 503) expect(wordsIn(failed.html)).toContain('from the page of approvals: yours still holds');
    expect(await erased()).toBe(false);
    expect(await noted()).toEqual(['erase-consents', 'return-approval']);
    expect(wordsIn((await approvals(ada)).html)).toContain('Approved by Bob, not done yet.');
    expect(wordsIn((await erase()).html)).toContain('One record was erased');
    expect(await erased()).toBe(true);
  });

  test('that cannot be noted is not done, and its approval is there afterwards', async () => {
    expect((await erase(adaWith({ INDEX: failingAt('INSERT INTO audit') }))).status).toBe(500);
    expect([await erased(), await noted()]).toEqual([false, []]);
    expect(wordsIn((await erase()).html)).toContain('One record was erased');
  });

  test('of two tries at once one is done, and the audit has one entry', async () => {
    const { html } = await approvals(ada);
    const both = await Promise.all([1, 2].map(() => submit(ada, html, `Do it: ${ERASURE}`, {})));
    expect(both.filter((shown) => wordsIn(shown.html).includes('was erased'))).toHaveLength(1);
    expect(await noted()).toEqual(['erase-consents']);
  });

  test('cannot be begun again while the ledger is at it; who tries is told', async () => {
    const before = await approvals(ada);
    let go = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      go = resolve;
    });
    const first = erase(adaWith({ LEDGER: ledger(() => waiting.then(() => ({ ok: true, erased: 1, everywhere: true }))) }));
    await vi.waitFor(async () => expect(await noted()).toEqual(['erase-consents']));
    const page = await approvals(ada);
    expect(wordsIn(page.html)).toContain('Approved by Bob. Begun 2026-11-24 00:00 UTC, and not ended yet.');
    expect(page.html).not.toContain('Do it now');
    const second = await submit(ada, before.html, `Do it: ${ERASURE}`, {});
    expect([second.status, wordsIn(second.html).includes('It is being done already, or was done a moment ago: an approval holds once.')]).toEqual([409, true]);
    go();
    expect((await first).status).toBe(200);
    expect((await approvals(ada)).html).not.toContain(SUBJECT);
    expect(await noted()).toEqual(['erase-consents']);
  });

  test('of which nothing more was heard can be done anew after ten minutes, and once', async () => {
    const [LEDGER, INDEX] = [away, failingAt('DELETE FROM console_keys WHERE key = ? AND at = ?')];
    await erase(adaWith({ LEDGER, INDEX }));
    const soon = await approvals(adaWith({}, later(9)));
    expect([wordsIn(soon.html).includes('not ended yet'), soon.html.includes('Do it now')]).toEqual([true, false]);
    const after = adaWith({}, later(11));
    const page = await approvals(after);
    expect(wordsIn(page.html)).toContain('Begun 2026-11-24 00:00 UTC and never ended, so it can be done anew.');
    const both = await Promise.all([1, 2].map(() => submit(after, page.html, `Do it: ${ERASURE}`, {})));
    expect(both.filter((shown) => wordsIn(shown.html).includes('was erased'))).toHaveLength(1);
    expect(await erased()).toBe(true);
    expect((await approvals(after)).html).not.toContain(SUBJECT);
  });

  test('that was done is told so, although its approval could not be closed', async () => {
    const INDEX = new Proxy(env.INDEX, {
      get(db, name: keyof D1Database) {
        if (name !== 'prepare') return typeof db[name] === 'function' ? (db[name] as (...given: unknown[]) => unknown).bind(db) : db[name];
        return (query: string) => {
          const statement = db.prepare(query);
          return query.includes('SET used_at = ?') ? { bind: () => ({ run: () => Promise.reject(new Error('D1 is away')) }) } : statement;
        };
      },
    });
    expect(wordsIn((await erase(adaWith({ INDEX }))).html)).toContain('One record was erased');
    expect((await approvals(ada)).html).not.toContain('Do it now');
  });
});

describe('an export', () => {
  beforeEach(approvedExport);
  const take = async (signed: Signed = ada): Promise<Shown> => submit(signed, (await approvals({ ...signed, bindings: four })).html, `Do it: ${AUDIT}`, {});

  test('that cannot be noted is not given out, and its approval is there afterwards', async () => {
    const failed = await take(adaWith({ INDEX: failingAt('INSERT INTO audit') }));
    expect([failed.status, given(failed), await noted()]).toEqual([500, false, []]);
    expect(given(await take())).toBe(true);
  });

  test('that breaks off on our side has its approval back, and the audit says so; one that was given out has not', async () => {
    await expect(take(adaWith({ INDEX: failingAt('ORDER BY id ASC') }))).rejects.toThrow();
    expect(await noted()).toEqual(['export-audit', 'return-approval']);
    expect(given(await take())).toBe(true);
    expect((await approvals(ada)).html).not.toContain('Do it now');
    expect(await noted()).toEqual(['export-audit', 'return-approval', 'export-audit']);
  });

  test('names the approval in its entry', async () => {
    const id = await env.INDEX.prepare('SELECT id FROM console_approvals').first<string>('id');
    await take();
    const entry = await env.INDEX.prepare("SELECT entry FROM audit WHERE action = 'export-audit'").first<string>('entry');
    expect((JSON.parse(entry ?? '{}') as { details: unknown }).details).toEqual({ file: 'audit.jsonl', approval: id });
  });

  test('that was approved is not hidden by a newer question for the same', async () => {
    const what = await env.INDEX.prepare('SELECT what FROM console_approvals').first<string>('what');
    await env.INDEX.prepare("INSERT INTO console_approvals (id, at, asked_by, what) VALUES ('019fffff-0000-7000-8000-000000000000', ?, 'Ada', ?)")
      .bind(NOW, what)
      .run();
    expect(given(await take())).toBe(true);
  });
});
