/** Stores many requests as the Worker would, straight into the local database: rows of the real form with sealed parts of the real length. */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Shares of a desk that has been open for years: most requests are closed, some were never proved. */
const SHARES = { active: 0.15, unproved: 0.05 };
export const KINDS = ['access', 'erasure', 'opt-out-sale', 'rectification', 'objection', 'portability', 'limit-sensitive', 'complaint'];
export const LAWS = [
  ['eu-gdpr', 'DE'],
  ['uk-gdpr', 'GB'],
  ['us-ca-ccpa', 'US-CA'],
  ['us-va-vcdpa', 'US-VA'],
  ['ch-fadp', 'CH'],
  ['', 'JP'],
] as const;
const PEOPLE = ['Kim', 'Lee', 'Ada', null, null];
const RULES = JSON.stringify([{ shape: 1, regime: 'eu-gdpr', right: 'access', ref: 'Art. 15', on: '2026-01-01', fill: 'x'.repeat(1200) }]);
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The database of the edge in a folder of `--persist-to`. */
export function databaseIn(state: string): DatabaseSync {
  const folder = join(state, 'v3', 'd1', 'miniflare-D1DatabaseObject');
  const name = readdirSync(folder).find((file) => file.endsWith('.sqlite') && file !== 'metadata.sqlite') ?? '';
  return new DatabaseSync(join(folder, name), { timeout: 10_000 });
}

export function fill(db: DatabaseSync, count: number, today: string): void {
  const columns =
    'id, reference, kind, place, locale, behalf, channel, rules, contact, master, key, sealed, status_hash, version, queue, state, regime, received, due, acknowledged, closed, assignee, outcome, purge_contents';
  const request = db.prepare(`INSERT INTO requests (${columns}) VALUES (${columns.replace(/[^,]+/g, '?')})`);
  const event = db.prepare(
    'INSERT INTO request_events (request, number, type, noted, actor, event, sealed, words_hash, salt, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  db.exec('BEGIN');
  for (let at = 0; at < count; at += 1) {
    const row = rowOf(at, count, today);
    request.run(...row.values);
    for (let number = 1; number <= row.events; number += 1) {
      const type = number === 1 ? 'received' : 'note';
      event.run(
        row.id,
        number,
        type,
        `${row.received}T09:00:00.000Z`,
        'person',
        JSON.stringify({ type, at: row.received }),
        randomBytes(120),
        randomBytes(32),
        randomBytes(32),
        at,
      );
    }
  }
  db.exec('COMMIT');
}

function rowOf(at: number, count: number, today: string) {
  const share = (at * 7919) % count;
  const queue = share < count * SHARES.active ? 'active' : share < count * (SHARES.active + SHARES.unproved) ? 'unproved' : 'closed';
  const [regime, place] = LAWS[at % LAWS.length] ?? ['', ''];
  const age = queue === 'closed' ? 40 + (at % 700) : at % 50;
  const received = dayBefore(today, age);
  const due = regime === '' ? null : dayBefore(received, -30);
  const hash = createHash('sha256').update(String(at)).digest();
  const reference = [...hash.subarray(0, 8)].map((byte) => SIGNS[byte % 32]).join('');
  const id = `019aae2c-${hash.subarray(8, 10).toString('hex')}-7${hash.subarray(10, 12).toString('hex').slice(1)}-8${hash.subarray(12, 14).toString('hex').slice(1)}-${hash.subarray(14, 20).toString('hex')}`;
  const closed = queue === 'closed' ? dayBefore(received, -20) : null;
  // Every hundredth one of a contact that asks again and again.
  const contact =
    at % 100 === 0
      ? createHash('sha256')
          .update(`again ${at % 1000}`)
          .digest()
      : randomBytes(32);
  const state = queue === 'closed' ? (at % 5 === 0 ? 'refused' : 'answered') : queue === 'unproved' ? 'unproved' : 'open';
  return {
    id,
    received,
    events: queue === 'closed' ? 4 : 2,
    values: [
      id,
      `${reference.slice(0, 4)}-${reference.slice(4)}`,
      KINDS[at % KINDS.length] ?? 'access',
      place,
      'en',
      'self',
      'form',
      RULES,
      contact,
      'first',
      randomBytes(60),
      randomBytes(400),
      randomBytes(32),
      queue === 'closed' ? 4 : 2,
      queue,
      state,
      regime,
      received,
      due,
      queue === 'closed' ? 1 : 0,
      closed,
      PEOPLE[at % PEOPLE.length] ?? null,
      closed ? 'complied' : null,
      closed ? dayBefore(closed, -90) : null,
    ],
  };
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}
