/** Faults that are planted in the ledger or its world: a simulation that does not find them proves nothing. */
import { Ledger } from '../../worker/ledger/ledger.ts';
import type { LedgerWorld } from '../../worker/ledger/world.ts';
import type { SimOptions } from './world.ts';

export type Mutation = () => Pick<SimOptions, 'mutate' | 'ledgerClass' | 'noGate'>;

const mutateWorld =
  (mutate: (world: LedgerWorld) => LedgerWorld): Mutation =>
  () => ({ mutate });

const withArchive = (change: (archive: LedgerWorld['archive']) => Partial<LedgerWorld['archive']>): Mutation =>
  mutateWorld((world) => ({ ...world, archive: { ...world.archive, ...change(world.archive) } }));

/** What the ledger's SQL does, changed. */
const withSql = (change: (query: string) => string | undefined): Mutation =>
  mutateWorld((world) => ({
    ...world,
    sql: {
      exec: (query, ...bindings) => {
        const changed = change(query);
        return changed === undefined ? { toArray: () => [] } : world.sql.exec(changed, ...bindings);
      },
    },
  }));

class TakesOther extends Ledger {
  /** Other content under a known id is answered as if it were the same. */
  override async accept(drafts: Parameters<Ledger['accept']>[0]): ReturnType<Ledger['accept']> {
    const accepted = await super.accept(drafts);
    if (accepted.ok || accepted.reason !== 'record-differs') return accepted;
    const found = await this.find(accepted.id);
    if (!found || !('record' in found)) return accepted;
    const known = JSON.parse(found.record);
    return super.accept(drafts.map((draft) => (draft.id === accepted.id ? known : draft)));
  }
}

class GivesToStrangers extends Ledger {
  override receipt(id: string): ReturnType<Ledger['receipt']> {
    return super.receipt(id, { by: 'operator' });
  }
}

class AnswersTooEarly extends Ledger {
  #waiting: Promise<unknown> = Promise.resolve();
  /** The order swapped: the answer first, then the write, a little later. */
  override async erase(what: Parameters<Ledger['erase']>[0], by: 'subject' | 'operator'): ReturnType<Ledger['erase']> {
    this.#waiting = this.#waiting.then(() => super.erase(what, by)).catch(() => undefined);
    return { ok: true, erased: 1, everywhere: false };
  }
}

export const MUTATIONS: Record<string, Mutation> = {
  'answers and calls leave before what was written is durable': () => ({ noGate: true }),
  'an erasure is answered before it is written': () => ({ ledgerClass: AnswersTooEarly }),
  'a tree is published in the ledger before its checkpoint is in the archive': withSql((query) =>
    query.startsWith('UPDATE tree SET staged_size') ? 'UPDATE tree SET size = ?, edge = ?, note = ?' : query,
  ),
  'the right edge is not stored': withSql((query) => (query.includes('edge = staged_edge') ? query.replace('edge = staged_edge', 'edge = edge') : query)),
  'staged trees are forgotten': withSql((query) => (query.includes('note = staged_note, staged_size = NULL') ? undefined : query)),
  'erasing does not overwrite': withSql((query) => {
    if (query.startsWith('UPDATE records_')) return undefined;
    return query.includes('SET erased = 1') ? 'UPDATE entries SET erased = 1 WHERE idx = ? AND erased = 0' : query;
  }),
  'erasures are not remembered for the archive': withSql((query) => (query.startsWith('INSERT INTO erasures') ? undefined : query)),
  'ids are not told apart': withSql((query) =>
    query.includes('USING (idx) WHERE key = ?')
      ? query.replace('WHERE key = ?', 'WHERE key = ? AND idx < 0')
      : query.replace('CREATE UNIQUE INDEX', 'CREATE INDEX'),
  ),
  'subjects are not written': withSql((query) =>
    query.startsWith('INSERT INTO entries (idx, key, subject, id') ? query.replace('(?, ?, ?, ?,', '(?, ?, substr(?, 1, 0), ?,') : query,
  ),
  'time may go backwards': withSql((query) => query.replace('(SELECT received FROM entries ORDER BY idx DESC LIMIT 1)', '0')),
  'the alarm is not set': mutateWorld((world) => ({ ...world, alarm: { ...world.alarm, set: () => Promise.resolve() } })),
  'the alarm is cleared when work is left': mutateWorld((world) => ({
    ...world,
    alarm: { ...world.alarm, set: (at) => (at > world.now() + 20_000 ? world.alarm.clear() : world.alarm.set(at)) },
  })),
  'the archive takes whatever comes, whenever': withArchive((archive) => ({ put: (key, bytes) => archive.put(key, bytes) })),
  'full tiles are not written, and believed': withArchive((archive) => {
    const believed = new Map<string, Uint8Array>();
    return {
      put: (key, bytes, condition) => (key.includes('/tile/') ? Promise.resolve(believed.set(key, bytes) && 'v') : archive.put(key, bytes, condition)),
      get: (key) => (believed.has(key) ? Promise.resolve({ bytes: believed.get(key) ?? new Uint8Array(), version: 'v' }) : archive.get(key)),
    };
  }),
  'private bundles are not rewritten, and believed': withArchive((archive) => {
    const believed = new Map<string, Uint8Array>();
    return {
      put: (key, bytes, condition) =>
        key.startsWith('records/') && condition && 'ifVersion' in condition
          ? Promise.resolve(believed.set(key, bytes) && 'v')
          : archive.put(key, bytes, condition),
      get: (key) => (believed.has(key) ? Promise.resolve({ bytes: believed.get(key) ?? new Uint8Array(), version: 'v' }) : archive.get(key)),
    };
  }),
  'other content is taken for the same': () => ({ ledgerClass: TakesOther }),
  'strangers are given receipts': () => ({ ledgerClass: GivesToStrangers }),
};
