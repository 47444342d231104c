/**
 * Rotation of the master key: each wrapped key is opened with its own and wrapped by the main one. What it protects is not touched.
 * Done in pieces, each whole by itself, so it may be broken off anywhere and gone on with.
 */
import type { Rotation } from '../../core/requests/upkeep.ts';
import { keysUnder, mastersOf, rewrapKeys, WRAPPED_TABLES, type WrappedKey, type WrappedTable } from '../store/rotation.ts';
import type { Desk } from './desk.ts';

/** Keys of one statement, and statements of one call: it answers within seconds. */
const [BATCH, MOST_BATCHES] = [200, 10];

export async function rotateKeys({ db, vault }: Pick<Desk, 'db' | 'vault'>): Promise<Rotation> {
  const rotation: Rotation = { master: vault.master, rewrapped: 0, left: 0, lost: [] };
  let batches = 0;
  for (const table of WRAPPED_TABLES) {
    for (const { master, keys } of await mastersOf(db, table)) {
      if (master === vault.master) continue;
      let left = keys;
      for (; left > 0 && batches < MOST_BATCHES; batches += 1) {
        const done = await rewrapBatch({ db, vault }, table, master);
        if (done === 'not-here') break;
        rotation.rewrapped += done;
        left = done < BATCH ? 0 : left - done;
      }
      const openable = left === 0 || (await isHere({ db, vault }, table, master));
      if (openable) rotation.left += left;
      else addLost(rotation, master, left);
    }
  }
  return rotation;
}

/** @returns how many were wrapped anew; `not-here` where their master key is not set up. */
async function rewrapBatch({ db, vault }: Pick<Desk, 'db' | 'vault'>, table: WrappedTable, master: string): Promise<number | 'not-here'> {
  const found = await keysUnder(db, table, master, BATCH);
  const rewrapped = await Promise.all(
    found.map(async ({ id, wrapped }): Promise<WrappedKey[]> => {
      const anew = await vault.rewrap(id, master, wrapped);
      return anew ? [{ id, wrapped: anew }] : [];
    }),
  );
  const keys = rewrapped.flat();
  if (keys.length < found.length) return 'not-here';
  if (keys.length > 0) await rewrapKeys(db, table, master, vault.master, keys).run();
  return keys.length;
}

async function isHere({ db, vault }: Pick<Desk, 'db' | 'vault'>, table: WrappedTable, master: string): Promise<boolean> {
  const [one] = await keysUnder(db, table, master, 1);
  return one === undefined || (await vault.rewrap(one.id, master, one.wrapped)) !== undefined;
}

function addLost({ lost }: Rotation, master: string, keys: number): void {
  const known = lost.find((one) => one.master === master);
  if (known) known.keys += keys;
  else lost.push({ master, keys });
}
