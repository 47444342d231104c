/** What a decision costs, counted by the platform's own counters: the table of docs/ledger.md, held here. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import docs from '../../../docs/ledger.md?raw';
import { Ledger } from '../../../worker/ledger/ledger.ts';
import { signersOf } from '../../../worker/ledger/signers.ts';
import type { Archive, LedgerWorld } from '../../../worker/ledger/world.ts';
import { archiveOf } from '../../../worker/store/archive.ts';
import { draftsWith } from '../../support/drafts.ts';

interface Cost {
  rows: number;
  puts: number;
  gets: number;
}

/** A world on real storage and R2 in which everything that is paid for is counted. */
function countedWorld(storage: DurableObjectStorage, log: string): { world: LedgerWorld; cost: Cost; clock: { now: number } } {
  const cost: Cost = { rows: 0, puts: 0, gets: 0 };
  const clock = { now: Date.parse('2026-11-24T00:00:00Z') };
  const real = archiveOf(env.ARCHIVE);
  const archive: Archive = {
    get: (key) => {
      cost.gets += 1;
      return real.get(key);
    },
    put: (key, bytes, condition) => {
      cost.puts += 1;
      return real.put(key, bytes, condition);
    },
  };
  const exec = (query: string, ...bindings: unknown[]) => {
    const cursor = storage.sql.exec(query, ...bindings);
    const rows = cursor.toArray();
    cost.rows += cursor.rowsWritten;
    return { toArray: () => rows };
  };
  let alarm: number | null = null;
  const world: LedgerWorld = {
    sql: { exec } as LedgerWorld['sql'],
    transaction: (action) => storage.transactionSync(action),
    sync: () => storage.sync(),
    alarm: {
      get: () => Promise.resolve(alarm),
      // Setting one is a row; so is taking it back.
      set: (at) => {
        cost.rows += 1;
        alarm = at;
        return Promise.resolve();
      },
      clear: () => {
        cost.rows += 1;
        alarm = null;
        return Promise.resolve();
      },
    },
    archive,
    settings: () => Promise.resolve({ log, origin: `privacy.example/log/${log}`, groupCommitMilliseconds: 0 }),
    now: () => clock.now,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    wait: (milliseconds) => scheduler.wait(milliseconds),
    signers: (origin) => signersOf(env.LOG_KEY, origin),
  };
  return { world, cost, clock };
}

test('the table of docs/ledger.md is what is counted', async () => {
  const lines = await runInDurableObject(env.LEDGER.getByName('cost'), async (_object, { storage }) => {
    const { world, cost, clock } = countedWorld(storage, 'cost');
    const ledger = new Ledger(world);
    await ledger.accept(draftsWith(1));
    await ledger.alarm();
    const during = async (action: () => Promise<unknown>): Promise<string> => {
      Object.assign(cost, { rows: 0, puts: 0, gets: 0 });
      await action();
      return `${cost.rows} | ${cost.puts} | ${cost.gets}`;
    };
    const lines: Record<string, string> = {};
    lines['the first record that waits, with a subject'] = await during(() => ledger.accept(draftsWith(1)));
    lines['a further record, with a subject'] = await during(() => ledger.accept(draftsWith(1)));
    lines['a further record, without a subject'] = await during(() => ledger.accept(draftsWith(1, () => ({ subject: null }))));
    const again = draftsWith(1);
    await ledger.accept(again);
    lines['the same record again'] = await during(() => ledger.accept(again));
    lines['sealing what waits, no tile full'] = await during(() => ledger.alarm());
    await ledger.accept(draftsWith(256 - 5));
    lines['sealing with one tile full'] = await during(() => ledger.alarm());
    lines['a start of the object'] = await during(() => new Ledger(world).health());
    clock.now += 36 * 86_400_000;
    lines['256 records leave their rows'] = await during(() => ledger.tidy());
    return lines;
  });
  const rows = [...docs.matchAll(/^\| ([^|]+?) +\| +(\d+) +\| +(\d+) +\| +(\d+) +\|$/gm)].map(([, what = '', ...cost]) => [what, cost.join(' | ')]);
  expect(Object.fromEntries(rows)).toEqual(lines);
}, 60_000);
