/**
 * Growing old: records of full bundles leave their rows when they are past the hot window, and are given up altogether when
 * they are past the site's own retention rule. Leaves are never given up; the log only refuses those below its minimum.
 */
import { sha256Bytes } from '../../core/digest.ts';
import { statementEntry } from '../../core/log/entry.ts';
import { TILE_WIDTH } from '../../core/log/tiles.ts';
import { coversRows, emptyBundle, writeOpenings } from './bundles.ts';
import type { Context } from './context.ts';
import { archiveKey } from './keys.ts';

const DAY = 86_400_000;
/** Days for which a record stays in its row: a banner sends one again for 30 days. */
const HOT_DAYS = 35;
/** Bundles that one round works on. */
const MOST_AT_ONCE = 16;

/** When there is something to move or to give up next; nothing where no full bundle waits for it. Milliseconds since 1970. */
export function nextAging({ tables, settings }: Pick<Context, 'tables' | 'settings'>): number | undefined {
  const [cold, minimum] = [tables.fact('cold') ?? 0, tables.fact('minimum') ?? 0];
  const oldAt = (from: number, until: number, days: number): number[] => {
    const last = from + TILE_WIDTH <= until ? tables.at(from + TILE_WIDTH - 1) : undefined;
    return last ? [last.received + days * DAY + 1] : [];
  };
  const given = settings.retentionDays === undefined ? [] : oldAt(minimum, cold, settings.retentionDays);
  const times = [...oldAt(Math.max(cold, minimum), tables.size(), hotDays(settings)), ...given];
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** What is given up soon must have left its row before: see `tables.ts` on copies. */
function hotDays({ retentionDays }: Context['settings']): number {
  return Math.min(HOT_DAYS, (retentionDays ?? HOT_DAYS * 2) / 2);
}

/** @returns whether there is more to do. Must not run beside other work on bundles. */
export async function moveOld(context: Context): Promise<boolean> {
  const { world, tables, settings } = context;
  const days = hotDays(settings);
  for (let round = 0; round < MOST_AT_ONCE; round += 1) {
    const from = Math.max(tables.fact('cold') ?? 0, tables.fact('minimum') ?? 0);
    if (!isOlder(context, from, days)) return false;
    const n = from / TILE_WIDTH;
    const rows = tables.range(from, from + TILE_WIDTH);
    if (!(await coversRows(context, n, rows))) await writeOpenings(context, n, rows);
    if (!(await coversRows(context, n, rows))) throw new Error(`The archive does not hold the records of bundle ${n}.`);
    world.transaction(() => {
      tables.moveOut(from, from + TILE_WIDTH);
      tables.setFact('cold', from + TILE_WIDTH);
    });
  }
  return true;
}

/** Is the bundle from an index on full, sealed and older than this? */
function isOlder({ world, tables }: Context, from: number, days: number): boolean {
  if (from + TILE_WIDTH > tables.size()) return false;
  const last = tables.at(from + TILE_WIDTH - 1);
  return last !== undefined && last.received < world.now() - days * DAY;
}

/** @returns whether there is more to do. */
export async function retire(context: Context): Promise<boolean> {
  const { world, tables, settings } = context;
  const days = settings.retentionDays;
  const minimum = tables.fact('minimum') ?? 0;
  let below = minimum;
  while (days !== undefined && below - minimum < MOST_AT_ONCE * TILE_WIDTH && below + TILE_WIDTH <= (tables.fact('cold') ?? 0) && isOlder(context, below, days))
    below += TILE_WIDTH;
  if (below > minimum) {
    world.transaction(() => tables.blank(minimum, below));
    await world.sync();
    world.transaction(() => giveUp(context, minimum, below));
  }
  await dropBundles(context);
  return below > minimum;
}

function giveUp({ world, tables }: Context, from: number, below: number): void {
  const received = Math.max(world.now(), tables.lastReceived());
  tables.drop(from, below);
  tables.setFact('minimum', below);
  const key = tables.keyed(sha256Bytes(new TextEncoder().encode(`retired ${below}`)));
  tables.append({ key, entry: statementEntry({ type: 'retired', below, at: new Date(received).toISOString() }), received });
}

/** Takes from the archive what the ledger has given up, and says so where the log is served. */
async function dropBundles(context: Context): Promise<void> {
  const { world, tables } = context;
  const [from, below] = [tables.fact('dropped') ?? 0, tables.fact('minimum') ?? 0];
  if (from === below) return;
  await sayMinimum(context, below);
  for (let n = from / TILE_WIDTH; n < below / TILE_WIDTH; n += 1) await emptyBundle(context, n);
  world.transaction(() => tables.setFact('dropped', below));
}

/** Only ever raised: what an earlier life of the object still had under way must not set it back. */
async function sayMinimum({ world, settings }: Context, below: number): Promise<void> {
  const key = archiveKey.minimum(settings.log);
  for (;;) {
    const known = await world.archive.get(key);
    if (known && Number(new TextDecoder().decode(known.bytes)) >= below) return;
    const condition = known ? { ifVersion: known.version } : ({ ifAbsent: true } as const);
    if (await world.archive.put(key, new TextEncoder().encode(String(below)), condition)) return;
  }
}
