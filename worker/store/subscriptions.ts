/** Who is mailed when a policy changes, what they were told of, and every word of SQL about it. Nothing here encrypts or decides. */
import { bytesOf } from './requests.ts';

export interface SubscriptionRow {
  id: string;
  contact: Uint8Array;
  locale: string;
  master: string;
  wrapped: Uint8Array;
  sealed: Uint8Array;
  asked: string;
  confirmed: string | null;
}

interface SubscriptionColumns extends Omit<SubscriptionRow, 'contact' | 'wrapped' | 'sealed'> {
  contact: ArrayBuffer;
  wrapped: ArrayBuffer;
  sealed: ArrayBuffer;
}

function subscriptionRow(row: SubscriptionColumns): SubscriptionRow {
  const bytes = (value: ArrayBuffer): Uint8Array => bytesOf(value) ?? new Uint8Array();
  return { ...row, contact: bytes(row.contact), wrapped: bytes(row.wrapped), sealed: bytes(row.sealed) };
}

export async function findSubscription(db: D1Database, by: { id: string } | { contact: Uint8Array }): Promise<SubscriptionRow | undefined> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['contact', by.contact];
  const row = await db.prepare(`SELECT * FROM subscriptions WHERE ${column} = ?`).bind(value).first<SubscriptionColumns>();
  return row ? subscriptionRow(row) : undefined;
}

/** Asks for a subscription. Whoever asked before and has not confirmed asks anew; a confirmed one stays as it is. */
export function insertSubscription(
  db: D1Database,
  { id, contact, locale, master, wrapped, sealed, asked }: Omit<SubscriptionRow, 'confirmed'>,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO subscriptions (id, contact, locale, master, wrapped, sealed, asked) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (contact) DO UPDATE SET id = excluded.id, locale = excluded.locale, master = excluded.master, wrapped = excluded.wrapped,
         sealed = excluded.sealed, asked = excluded.asked
       WHERE confirmed IS NULL`,
    )
    .bind(id, contact, locale, master, wrapped, sealed, asked);
}

export async function confirmSubscription(db: D1Database, id: string, at: string): Promise<void> {
  await db.prepare('UPDATE subscriptions SET confirmed = ? WHERE id = ? AND confirmed IS NULL').bind(at, id).run();
}

/** Ends a subscription, with the mails that wait for it. */
export function endSubscription(db: D1Database, id: string): D1PreparedStatement[] {
  return [db.prepare('DELETE FROM outbox WHERE subscription = ?').bind(id), db.prepare('DELETE FROM subscriptions WHERE id = ?').bind(id)];
}

export function endSubscriptionOf(db: D1Database, contact: Uint8Array): D1PreparedStatement[] {
  return [
    db.prepare('DELETE FROM outbox WHERE subscription = (SELECT id FROM subscriptions WHERE contact = ?)').bind(contact),
    db.prepare('DELETE FROM subscriptions WHERE contact = ?').bind(contact),
  ];
}

export function forgetUnconfirmed(db: D1Database, before: string): D1PreparedStatement {
  return db.prepare('DELETE FROM subscriptions WHERE confirmed IS NULL AND asked < ?').bind(before);
}

/** Subscriptions that were confirmed before an instant, in the order of their ids. */
export async function subscriptionsAfter(db: D1Database, last: string, before: string, limit: number): Promise<SubscriptionRow[]> {
  const { results } = await db
    .prepare('SELECT * FROM subscriptions WHERE id > ? AND confirmed < ? ORDER BY id LIMIT ?')
    .bind(last, before, limit)
    .all<SubscriptionColumns>();
  return results.map(subscriptionRow);
}

export interface Announcement {
  policy: string;
  version: string;
  kind: 'announced' | 'in-force';
  seen: string;
  last: string;
  finished: string | null;
}

/** Notes what there is to tell, and gives back what is not told to the end yet. */
export async function openAnnouncements(
  db: D1Database,
  due: readonly Pick<Announcement, 'policy' | 'version' | 'kind'>[],
  now: string,
): Promise<Announcement[]> {
  const rows = JSON.stringify(due);
  await db
    .prepare(
      `INSERT INTO announcements (policy, version, kind, seen)
       SELECT value ->> 'policy', value ->> 'version', value ->> 'kind', ?2 FROM json_each(?1) WHERE true
       ON CONFLICT (policy, version, kind) DO NOTHING`,
    )
    .bind(rows, now)
    .run();
  const { results } = await db.prepare('SELECT * FROM announcements WHERE finished IS NULL ORDER BY seen, policy, version, kind').all<Announcement>();
  return results;
}

/** How far an announcement has come. */
export function advanceAnnouncement(
  db: D1Database,
  { policy, version, kind }: Pick<Announcement, 'policy' | 'version' | 'kind'>,
  last: string,
  finished: string | null,
): D1PreparedStatement {
  return db
    .prepare('UPDATE announcements SET last = ?, finished = ? WHERE policy = ? AND version = ? AND kind = ?')
    .bind(last, finished, policy, version, kind);
}

export async function subscriptionFigures(db: D1Database): Promise<{ confirmed: number; unconfirmed: number }> {
  const row = await db
    .prepare('SELECT count(confirmed) AS confirmed, count(*) - count(confirmed) AS unconfirmed FROM subscriptions')
    .first<{ confirmed: number; unconfirmed: number }>();
  return row ?? { confirmed: 0, unconfirmed: 0 };
}
