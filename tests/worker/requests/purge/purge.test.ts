/** Forgetting: contents, those that nobody proved, and in the end the record; ten thousand in one round, and resumable. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { verifyReceipt } from '../../../../core/consent/receipt.ts';
import { sha256Bytes } from '../../../../core/digest.ts';
import { REQUESTS_LOG } from '../../../../core/ledger-settings.ts';
import { toHex, utf8 } from '../../../../core/log/bytes.ts';
import { parseCheckpoint } from '../../../../core/log/checkpoint.ts';
import { commitmentEntry, readBundle } from '../../../../core/log/entry.ts';
import { leafHash } from '../../../../core/log/hash.ts';
import { parseNote } from '../../../../core/log/note.ts';
import { entriesPath, TILE_WIDTH, widthIn } from '../../../../core/log/tiles.ts';
import { appendLeaves, rootOf } from '../../../../core/log/tree.ts';
import { type CaseEvent, eventRecordText } from '../../../../core/requests/events.ts';
import { dropOrphans, purge, QUERIES, tidy } from '../../../../worker/jobs/purge.ts';
import { ledgerOf } from '../../../../worker/ledger/objects.ts';
import { addEvents, openCase } from '../../../../worker/requests/cases.ts';
import { storeFile } from '../../../../worker/requests/files.ts';
import { outboxHealth } from '../../../../worker/requests/health.ts';
import { logEvents, receiptOfEvent } from '../../../../worker/requests/log.ts';
import { ask } from '../../client.ts';
import { deskAt } from '../desk.ts';
import { asked, forgetAll, rowsOf } from '../world.ts';

const RECEIVED = '2026-01-31T09:00:00Z';
const ANSWERED = '2026-02-10T09:00:00Z';
/** 90 days after the answer. */
const LATER = '2026-05-11T01:00:00Z';
/** 24 months after it. */
const END = '2028-02-10T01:00:00Z';

beforeEach(forgetAll);

async function answered(made: Parameters<typeof asked>[2] = {}, event: CaseEvent = { type: 'answered', at: ANSWERED, outcome: 'complied' }) {
  const opened = await asked(await deskAt(RECEIVED), 'none', made);
  await addEvents(await deskAt(ANSWERED), opened.row.id, () => [{ event, actor: 'Kim', words: 'What we hold.' }]);
  return opened;
}

const heldOf = async (id: string) =>
  (await rowsOf('SELECT key, master, sealed, contact IS NOT NULL AS contact, queue, state, version, purge_record FROM requests WHERE id = ?', id))[0];

test('contents go 90 days after the answer: key, words, files and mails; what stays says nothing of anybody', async () => {
  const opened = await answered();
  const desk = await deskAt(ANSWERED);
  const file = await storeFile(desk, opened, 'answer', { name: 'data.json', type: 'application/json', bytes: new Uint8Array(10) });
  await file.statement.run();
  expect(await purge(await deskAt('2026-05-10T23:00:00Z'))).toMatchObject({ contents: 0, finished: true });
  expect(await purge(await deskAt(LATER))).toEqual({ contents: 1, records: 0, finished: true });
  expect(await heldOf(opened.row.id)).toMatchObject({ key: null, master: null, sealed: null, queue: 'closed', state: 'answered', version: 3 });
  expect(await rowsOf('SELECT count(*) AS left FROM request_events WHERE sealed IS NOT NULL')).toEqual([{ left: 0 }]);
  expect(await rowsOf('SELECT (SELECT count(*) FROM request_files) AS files, (SELECT count(*) FROM outbox) AS mails')).toEqual([{ files: 0, mails: 0 }]);
  expect(await env.ARCHIVE.get(`requests/${opened.row.id}/${file.id}`)).toBeNull();
  const after = await openCase(await deskAt(LATER), { id: opened.row.id });
  expect(after?.content).toBeUndefined();
  expect(after?.events.at(-1)).toMatchObject({ actor: 'system', event: { type: 'purged', what: 'contents' } });
});

describe('a guess of what was written, or of a file', () => {
  const WORDS = 'What we hold.';
  const BYTES = new TextEncoder().encode('a,b,c');

  /** An answer with words and a file, each a leaf; and the receipts that somebody kept of all its events. */
  async function logged() {
    const opened = await asked(await deskAt(RECEIVED));
    const desk = await deskAt(ANSWERED);
    const file = await storeFile(desk, opened, 'answer', { name: 'a.csv', type: 'text/csv', bytes: BYTES });
    await addEvents(
      desk,
      opened.row.id,
      () => [
        { event: file.event, actor: 'Kim' },
        { event: { type: 'answered', at: ANSWERED, outcome: 'complied' }, actor: 'Kim', words: WORDS },
      ],
      { also: () => [file.statement] },
    );
    return opened.row.id;
  }

  const receiptsOf = async (id: string) => {
    const desk = await deskAt(LATER);
    const { events = [] } = (await openCase(desk, { id })) ?? {};
    return Promise.all(events.map((event) => receiptOfEvent(desk, id, event)));
  };

  /** Everything in the database, bytes as hexadecimal digits. */
  async function held(): Promise<string> {
    const { results } = await env.INDEX.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'").all<{
      name: string;
    }>();
    const rows = await Promise.all(results.map(({ name }) => rowsOf<Record<string, unknown>>(`SELECT * FROM ${name}`)));
    const shown = (value: unknown): string =>
      Array.isArray(value) || value instanceof ArrayBuffer ? toHex(new Uint8Array(value as ArrayBuffer)) : String(value);
    return rows.flat().flatMap(Object.values).map(shown).join('\n');
  }

  /** Can somebody who has the database and the public log be sure of the words, or of the file? By each salt that there is, and without any. */
  async function isConfirmed(id: string): Promise<boolean> {
    const all = await held();
    const events = await rowsOf<{ number: number; noted: string; actor: string; event: string; salt: number[]; leaf: number | null }>(
      'SELECT * FROM request_events WHERE request = ?',
      id,
    );
    const { entries } = await wholeLog();
    const salts = [new Uint8Array(), ...events.map(({ salt }) => new Uint8Array(salt))];
    const guesses = salts.map((salt) => toHex(sha256Bytes(salt, utf8(WORDS))));
    const fileHash = toHex(sha256Bytes(BYTES));
    const leaves = events.flatMap(({ number, noted, actor, event }) =>
      salts.flatMap((salt) =>
        [...guesses, null].map((words) => {
          const own = JSON.parse(event) as CaseEvent;
          const guessed = own.type === 'file-added' ? { ...own, sha256: fileHash } : own;
          return toHex(commitmentEntry(salt, utf8(eventRecordText({ v: 1, type: 'request-event', request: id, number, noted, actor, event: guessed, words }))));
        }),
      ),
    );
    const told = events.filter(({ event }) => /answered|file-added/.test(event)).map(({ leaf }) => toHex(entries[leaf ?? -1] ?? new Uint8Array()));
    return [...guesses, fileHash].some((hash) => all.includes(hash)) || told.some((entry) => leaves.includes(entry));
  }

  test('can be confirmed while the contents are there, and by nothing that is left when they went', async () => {
    const id = await logged();
    await logEvents(await deskAt(ANSWERED));
    const log = await wholeLog();
    const before = await receiptsOf(id);
    expect(before.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(await isConfirmed(id)).toBe(true);
    await purge(await deskAt(LATER));
    expect(await isConfirmed(id)).toBe(false);
    await logEvents(await deskAt(LATER));
    expect(await isConfirmed(id)).toBe(false);
    // What somebody kept holds, and the log is what it was, and longer.
    for (const receipt of before) expect(await verifyReceipt(receipt.ok ? receipt.text : '')).toMatchObject({ ok: true });
    const after = await wholeLog();
    expect(after.size).toBe(log.size + 1);
    expect(after.entries.slice(0, log.size)).toEqual(log.entries);
    // That it was received and when is shown as before; words and files are not.
    const [received, file, answer, purged] = await receiptsOf(id);
    expect([received?.ok, file, answer, purged?.ok]).toEqual([true, { ok: false, reason: 'forgotten' }, { ok: false, reason: 'forgotten' }, true]);
  });

  test('where the log was late, the hashes go as soon as their leaves are there', async () => {
    const id = await logged();
    await purge(await deskAt(LATER));
    await logEvents(await deskAt(LATER));
    expect(await isConfirmed(id)).toBe(false);
    expect(await rowsOf('SELECT count(*) AS late FROM request_events WHERE leaf IS NULL')).toEqual([{ late: 0 }]);
    expect((await receiptsOf(id)).map((receipt) => receipt.ok || receipt.reason)).toEqual([true, 'forgotten', 'forgotten', true]);
  });

  test('of another request stays as it was', async () => {
    const [gone, other] = [await logged(), (await asked(await deskAt(ANSWERED))).row.id];
    await addEvents(await deskAt(ANSWERED), other, () => [{ event: { type: 'note', at: ANSWERED }, actor: 'Kim', words: 'Still open.' }]);
    await logEvents(await deskAt(ANSWERED));
    await purge(await deskAt(LATER));
    await wholeLog();
    expect((await receiptsOf(gone)).map((receipt) => receipt.ok || receipt.reason)).toEqual([true, 'forgotten', 'forgotten', 'not-sealed']);
    expect((await receiptsOf(other)).map(({ ok }) => ok)).toEqual([true, true]);
  });
});

/** The log as anybody reads it, checked from its leaves up to its signed root. */
async function wholeLog(): Promise<{ size: number; entries: Uint8Array[] }> {
  const ledger = ledgerOf(env, REQUESTS_LOG);
  await ledger.seal();
  const checkpoint = await (await ask(`/log/${REQUESTS_LOG}/checkpoint`)).text();
  const note = parseNote(checkpoint);
  const head = note.ok ? parseCheckpoint(note.text) : note;
  if (!head.ok) throw new Error('no checkpoint');
  const entries: Uint8Array[] = [];
  for (let n = 0; n * TILE_WIDTH < head.size; n += 1) {
    const width = widthIn(head.size, 0, n);
    const bundle = readBundle(new Uint8Array(await (await ask(`/log/${REQUESTS_LOG}/${entriesPath(n, width)}`)).arrayBuffer()));
    if (!bundle.ok) throw new Error(bundle.reason);
    entries.push(...bundle.entries);
  }
  const { edge } = appendLeaves(0, [], entries.map(leafHash));
  expect(toHex(rootOf(edge))).toBe(toHex(head.root));
  return { size: head.size, entries };
}

test('that contents went is a leaf of the log too', async () => {
  const opened = await answered();
  await purge(await deskAt(LATER));
  await logEvents(await deskAt(LATER));
  expect((await openCase(await deskAt(LATER), { id: opened.row.id }))?.events.at(-1)?.leaf).toBeGreaterThanOrEqual(0);
});

test('what nobody proved goes after 30 days, apart from the others, and is counted apart (fides#3413)', async () => {
  const opened = await asked(await deskAt(RECEIVED), 'asked');
  const health = async () => outboxHealth({ ...env, site: (await deskAt(LATER)).site });
  expect(await health()).toMatchObject({ unproved: 1, expired: 0 });
  expect(await purge(await deskAt('2026-03-01T23:00:00Z'))).toMatchObject({ contents: 0 });
  expect(await purge(await deskAt('2026-03-02T01:00:00Z'))).toMatchObject({ contents: 1 });
  expect(await heldOf(opened.row.id)).toMatchObject({ key: null, state: 'expired', queue: 'closed', purge_record: '2028-03-02' });
  expect(await health()).toMatchObject({ unproved: 0, expired: 1 });
});

test('the record of the handling stays 24 months (11 CCR 7101), then every row of it goes, salts too', async () => {
  const opened = await answered({ place: 'US-CA' });
  await purge(await deskAt(LATER));
  expect(await purge(await deskAt('2028-02-09T23:00:00Z'))).toMatchObject({ records: 0 });
  expect(await purge(await deskAt(END))).toMatchObject({ records: 1 });
  for (const table of ['requests', 'request_events', 'request_files', 'outbox', 'reminders', 'webhook_deliveries', 'suppressions'])
    expect([table, await rowsOf(`SELECT count(*) AS left FROM ${table}`)]).toEqual([table, [{ left: 0 }]]);
  expect(await openCase(await deskAt(END), { id: opened.row.id })).toBeUndefined();
});

test('an open request is never forgotten, however late it is', async () => {
  const opened = await asked(await deskAt(RECEIVED));
  expect(await purge(await deskAt('2036-01-01T00:00:00Z'))).toMatchObject({ contents: 0, records: 0 });
  expect(await heldOf(opened.row.id)).toMatchObject({ queue: 'active', state: 'open' });
});

test('what an open appeal is about stays until it is over (PIPEDA s. 8(8))', async () => {
  const first = await answered({ place: 'CA' });
  const appeal = await asked(await deskAt('2026-05-01T09:00:00Z'), 'none', { kind: 'appeal', parent: first.row.id });
  expect(await purge(await deskAt(LATER))).toMatchObject({ contents: 0, finished: true });
  await addEvents(await deskAt(LATER), appeal.row.id, () => [{ event: { type: 'refused', at: LATER, reasons: ['no-data'] }, actor: 'Kim' }]);
  expect(await purge(await deskAt(LATER))).toMatchObject({ contents: 1 });
});

test('where an erasure was complied with, the hash of the address leaves the record, and stays on the list', async () => {
  const erased = await answered({ kind: 'erasure' });
  const other = await answered({ kind: 'access', content: { email: 'other@mail.example' } });
  const none = await answered({ kind: 'erasure', content: { email: 'third@mail.example' } }, { type: 'answered', at: ANSWERED, outcome: 'no-data' });
  expect(await rowsOf('SELECT request, what FROM suppressions')).toEqual([{ request: erased.row.id, what: 'erased' }]);
  await purge(await deskAt(LATER));
  expect(await heldOf(erased.row.id)).toMatchObject({ contact: 0 });
  for (const { row } of [other, none]) expect(await heldOf(row.id)).toMatchObject({ contact: 1 });
});

/** A database that counts what it is asked: statements, those of batches one by one. */
function counting(): { INDEX: D1Database; queries: () => number } {
  let queries = 0;
  const INDEX = new Proxy(env.INDEX, {
    get(db, name: keyof D1Database) {
      if (name === 'prepare')
        return (query: string) => {
          queries += 1;
          return db.prepare(query);
        };
      return typeof db[name] === 'function' ? (db[name] as (...given: unknown[]) => unknown).bind(db) : db[name];
    },
  });
  return { INDEX, queries: () => queries };
}

/** Copies of a request, in bulk: what they are sealed with plays no part here. */
async function many(like: string, count: number): Promise<void> {
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  const columns =
    'kind, place, locale, behalf, channel, policy, rules, master, key, sealed, version, queue, state, regime, received, due, acknowledge_by, acknowledged, closed, outcome, purge_contents, purge_record';
  await env.INDEX.batch([
    env.INDEX.prepare(
      `INSERT INTO requests (id, reference, ${columns}) ${numbers} SELECT 'copy-' || i, 'copy-' || i, ${columns} FROM n, requests WHERE id = ?`,
    ).bind(like),
    env.INDEX.prepare(
      `INSERT INTO request_events (request, number, type, noted, actor, event, sealed, words_hash, salt, leaf)
       ${numbers} SELECT 'copy-' || i, number, type, noted, actor, event, sealed, words_hash, salt, 0 FROM n, request_events WHERE request = ?`,
    ).bind(like),
  ]);
}

test('ten thousand are forgotten in one round, within the queries that one invocation has', { timeout: 120_000 }, async () => {
  const opened = await answered();
  await many(opened.row.id, 9_999);
  const { INDEX, queries } = counting();
  expect(await purge(await deskAt(LATER, { INDEX }))).toEqual({ contents: 10_000, records: 0, finished: true });
  expect(queries()).toBeLessThan(250);
  expect(Math.ceil(queries() / 21)).toBeLessThanOrEqual(QUERIES.contents);
  expect(await rowsOf('SELECT count(*) AS left FROM requests WHERE key IS NOT NULL')).toEqual([{ left: 0 }]);
  expect(await rowsOf("SELECT count(*) AS events, count(DISTINCT salt) AS salts FROM request_events WHERE type = 'purged'")).toEqual([
    { events: 10_000, salts: 10_000 },
  ]);
  const records = counting();
  expect(await purge(await deskAt(END, { INDEX: records.INDEX }))).toEqual({ contents: 0, records: 10_000, finished: true });
  expect(records.queries()).toBeLessThan(250);
  expect(await rowsOf('SELECT count(*) AS left FROM request_events')).toEqual([{ left: 0 }]);
});

test('a round that may ask little does a piece, and the next one goes on', async () => {
  const opened = await answered();
  await many(opened.row.id, 1_200);
  const first = await purge(await deskAt(LATER), QUERIES.contents * 2);
  expect(first).toMatchObject({ contents: 1000, finished: false });
  expect(await purge(await deskAt(LATER))).toMatchObject({ contents: 201, finished: true });
});

test('where the database fails in between, what was done stays done and the rest is done later', async () => {
  const opened = await answered();
  await many(opened.row.id, 700);
  let batches = 0;
  const INDEX = new Proxy(env.INDEX, {
    get(db, name: keyof D1Database) {
      if (name === 'batch')
        return (statements: D1PreparedStatement[]) => {
          batches += 1;
          if (batches === 4) throw new Error('D1_ERROR: internal error');
          return db.batch(statements);
        };
      return typeof db[name] === 'function' ? (db[name] as (...given: unknown[]) => unknown).bind(db) : db[name];
    },
  });
  await expect(purge(await deskAt(LATER, { INDEX }))).rejects.toThrow('D1_ERROR');
  expect(await rowsOf('SELECT count(*) AS left FROM requests WHERE key IS NOT NULL')).toEqual([{ left: 201 }]);
  expect(await purge(await deskAt(LATER, { INDEX }))).toMatchObject({ contents: 201, finished: true });
  expect(await rowsOf("SELECT count(*) AS twice FROM request_events WHERE type = 'purged' GROUP BY request HAVING count(*) > 1")).toEqual([]);
});

test('what is due to go is found by an index', async () => {
  const plans = await Promise.all(
    [
      "SELECT id FROM requests WHERE key IS NOT NULL AND purge_contents <= 'x' ORDER BY purge_contents LIMIT 500",
      "SELECT id FROM requests WHERE purge_record <= 'x' AND key IS NULL ORDER BY purge_record LIMIT 500",
    ].map(async (query) => (await env.INDEX.prepare(`EXPLAIN QUERY PLAN ${query}`).all<{ detail: string }>()).results.map(({ detail }) => detail).join()),
  );
  expect(plans[0]).toMatch(/USING (COVERING )?INDEX requests_to_purge/);
  expect(plans[1]).toMatch(/USING (COVERING )?INDEX requests_to_drop/);
});

test('files that no row names are removed a day later, and no others', async () => {
  const opened = await asked(await deskAt(RECEIVED));
  const desk = await deskAt(RECEIVED);
  const [kept, orphan] = [
    await storeFile(desk, opened, 'person', { name: 'a', type: 't', bytes: new Uint8Array(1) }),
    await storeFile(desk, opened, 'person', { name: 'b', type: 't', bytes: new Uint8Array(1) }),
  ];
  await kept.statement.run();
  const there = async (id: string): Promise<boolean> => (await env.ARCHIVE.head(`requests/${opened.row.id}/${id}`)) !== null;
  const hoursFromNow = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  await dropOrphans(await deskAt(hoursFromNow(1)));
  expect([await there(kept.id), await there(orphan.id)]).toEqual([true, true]);
  await dropOrphans(await deskAt(hoursFromNow(25)));
  expect([await there(kept.id), await there(orphan.id)]).toEqual([true, false]);
});

test('hashes of what other systems sent go after two days, whether they send more or not', async () => {
  const rows = ['2026-04-29T09:00:00Z', '2026-04-27T09:00:00Z'].map((at) =>
    env.INDEX.prepare("INSERT INTO api_answers (token, key, asked, at, status, answer) VALUES ('t', ?1, 'hash', ?1, 201, '{}')").bind(at),
  );
  await env.INDEX.batch(rows);
  await tidy(await deskAt('2026-04-30T09:00:00Z'));
  expect(await rowsOf('SELECT at FROM api_answers')).toEqual([{ at: '2026-04-29T09:00:00Z' }]);
});

test('rows that are of no use any more go', async () => {
  await asked(await deskAt(RECEIVED));
  await env.INDEX.exec("UPDATE outbox SET state = 'sent'");
  await tidy(await deskAt('2026-04-30T09:00:00Z'));
  expect((await rowsOf('SELECT * FROM outbox')).length).toBeGreaterThan(0);
  await tidy(await deskAt('2026-06-30T09:00:00Z'));
  expect(await rowsOf('SELECT * FROM outbox')).toEqual([]);
});
