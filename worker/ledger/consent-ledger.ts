/**
 * One site's consent records: the only writer, so each record is taken in one transaction and told by its id.
 * What `record` has answered is durable. Nobody else may write to this table.
 */
import { DurableObject } from 'cloudflare:workers';
import type { SentConsent } from '../../core/schemas.ts';

/** A record as it is kept: what the browser sent, and what the edge knows of it. */
export interface KeptConsent extends SentConsent {
  /** When it was taken, ISO 8601 in UTC. */
  received: string;
  policy: { id: string; version: string; sha256: string };
  locale: string;
  model: string;
  /** The law whose rules the place suggests; none where no law is known. Never the place itself. */
  regime: string | null;
}

export type Recorded = { ok: true; received: string; again: boolean } | { ok: false; reason: 'record-differs' };

export class ConsentLedger extends DurableObject<Cloudflare.Env> {
  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    state.storage.sql.exec('CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, received TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID');
  }

  /** Takes a record. The same one may come again: the answer is that of the first time. */
  record(record: KeptConsent): Recorded {
    const { sql } = this.ctx.storage;
    const [known] = sql.exec<{ received: string; record: string }>('SELECT received, record FROM records WHERE id = ?', record.id);
    if (known)
      return sameRecord(JSON.parse(known.record) as KeptConsent, record)
        ? { ok: true, received: known.received, again: true }
        : { ok: false, reason: 'record-differs' };
    sql.exec('INSERT INTO records (id, received, record) VALUES (?, ?, ?)', record.id, record.received, JSON.stringify(record));
    return { ok: true, received: record.received, again: false };
  }

  // STUB
  publish(statements: { path: string; sha256: string }[]): { ok: true } {
    const { sql } = this.ctx.storage;
    sql.exec('CREATE TABLE IF NOT EXISTS statements (path TEXT, sha256 TEXT, statement TEXT, PRIMARY KEY (path, sha256))');
    for (const statement of statements)
      sql.exec('INSERT OR IGNORE INTO statements VALUES (?, ?, ?)', statement.path, statement.sha256, JSON.stringify(statement));
    return { ok: true };
  }

  /** The newest records first, by the times that browsers put into their ids. */
  list(limit: number): KeptConsent[] {
    const rows = this.ctx.storage.sql.exec<{ record: string }>('SELECT record FROM records ORDER BY id DESC LIMIT ?', limit);
    return [...rows].map(({ record }) => JSON.parse(record) as KeptConsent);
  }
}

/** What the browser sent counts; when it came the second time, and from where, does not. */
function sameRecord(a: KeptConsent, b: KeptConsent): boolean {
  const sent = ({ id, site, notice, subject, decided, action, surface, choices, gpc }: KeptConsent): string =>
    JSON.stringify([id, site, notice, subject, decided, action, surface, Object.entries(choices).sort(), gpc]);
  return sent(a) === sent(b);
}
