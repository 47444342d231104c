/**
 * A day of three sizes, simulated: the shipped ledger on its own clock, its own storage and its own archive. Counts what the
 * platform bills, and prices it by the list. Nothing here is a measurement of the platform: it is the arithmetic of docs/scale.md,
 * from counted operations.
 *
 *     node bench/ledger/scale.ts [--part 0.25]
 *
 * `--part` is the share of each day that is simulated; with 1 nights are quieter than days.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { checkLog } from '../../tests/support/check-log.ts';
import { draftWith } from '../../tests/support/drafts.ts';
import { machineInWords, markdownTable, say, writeResult } from '../report.ts';
import { costOf, type Used } from './prices.ts';
import { type BilledWorld, ledgerWorld } from './world.ts';

const { values } = parseArgs({ options: { part: { type: 'string', default: '0.25' } } });
const PART = Number(values.part);
const [SECOND, HOUR, DAY] = [1000, 3_600_000, 86_400_000];
/** An object that was asked nothing for so long has left memory when the next request comes, and is not billed meanwhile. */
const ASLEEP_AFTER = 10 * SECOND;
const COLD_AFTER = 36 * DAY;

/** Logs that are alike: one of them is simulated, and stands for all of their decisions. */
interface Stratum {
  what: string;
  /** Of the log that is simulated. */
  perDay: number;
  /** Of all logs that it stands for. */
  allPerDay: number;
  hours: number;
}

interface Size {
  name: string;
  strata: Stratum[];
}

const MANY = 10_000;
/** The most that a site can have. */
const SHARDS = 256;
const [ONE_DAY, MANY_DAY, BIG_DAY] = [1e6 / 30, 1e8 / 30, 1e9 / 30];
const SIZES: Size[] = [
  { name: 'one site, 1 M a month', strata: [{ what: 'it', perDay: ONE_DAY, allPerDay: ONE_DAY, hours: 24 }] },
  { name: '10,000 sites, 100 M a month', strata: manySites() },
  { name: `one site of ${SHARDS} shards, 1,000 M a month`, strata: [{ what: 'a shard', perDay: BIG_DAY / SHARDS, allPerDay: BIG_DAY, hours: 6 }] },
];

/** Of many sites a few are big: the n-th has 1/n of the first one's decisions. By decades, for each its middle one. */
function manySites(): Stratum[] {
  const sum = (from: number, to: number): number =>
    Array.from({ length: to - from }, (_none, at) => 1 / (from + at)).reduce((total, share) => total + share, 0);
  const first = MANY_DAY / sum(1, MANY + 1);
  return [1, 10, 100, 1000].map((from) => {
    const [rank, hours] = [from * 3, from === 1 ? 2 : 24];
    return { what: `no. ${rank}`, perDay: first / rank, allPerDay: first * sum(from, from === 1000 ? MANY + 1 : from * 10), hours };
  });
}

interface Simulated {
  name: string;
  simulated: string;
  used: Used;
}

const results: Simulated[] = [];
for (const size of SIZES) results.push(await simulate(size));
writeResult('ledger-scale', { part: PART, results: results.map((one) => ({ ...one, cost: costOf(one.used) })) });
const per = (value: number, of: number): string => (value / of).toFixed(2);
say(
  markdownTable(
    ['a decision costs', ...results.map(({ name }) => name)],
    (
      [
        ['rows written by the object, taken to moved', ({ used }) => per(used.rows, used.decisions)],
        ['rows written by D1, at most', ({ used }) => per(used.d1Rows, used.decisions)],
        ['puts to R2', ({ used }) => per(used.puts, used.decisions)],
        ['gets from R2', ({ used }) => per(used.gets, used.decisions)],
        ['alarms', ({ used }) => per(used.alarms, used.decisions)],
        ['starts of an object', ({ used }) => per(used.starts, used.decisions)],
        ['seconds of an object in memory, at most', ({ used }) => per(used.awake, used.decisions)],
        ['bytes in the object while it is hot', ({ used }) => (used.hotBytes / used.decisions).toFixed(0)],
        ['bytes in the object after that', ({ used }) => (used.coldBytes / used.decisions).toFixed(0)],
        ['bytes in R2', ({ used }) => (used.archiveBytes / used.decisions).toFixed(0)],
        ['simulated decisions', ({ simulated }) => simulated],
      ] satisfies [string, (one: Simulated) => string][]
    ).map(([what, of]) => [what, ...results.map(of)]),
  ),
);
const parts = Object.keys(costOf(results[0]?.used as Used));
say(
  markdownTable(
    ['USD a million decisions, list prices, nothing included', ...results.map(({ name }) => name)],
    [...parts.map((part) => [part, ...results.map(({ used }) => (costOf(used)[part] ?? 0).toFixed(2))])],
  ),
);
say(machineInWords());

async function simulate({ name, strata }: Size): Promise<Simulated> {
  const used = nothing();
  let simulated = 0;
  for (const { what, perDay, allPerDay, hours } of strata) {
    const one = await simulateLog(`${name} ${what}`, perDay, hours * PART * HOUR);
    simulated += one.decisions;
    const factor = one.decisions === 0 ? 0 : allPerDay / one.decisions;
    for (const key of Object.keys(used) as (keyof Used)[]) used[key] += one[key] * factor;
  }
  return { name, simulated: `${simulated.toLocaleString('en')} of ${Math.round(used.decisions).toLocaleString('en')} a day`, used };
}

function nothing(): Used {
  return { decisions: 0, rows: 0, d1Rows: 0, puts: 0, gets: 0, alarms: 0, starts: 0, awake: 0, hotBytes: 0, coldBytes: 0, archiveBytes: 0, rooted: 0 };
}

/** A log from its first decision on, one in six of them by somebody who was there before, until all its full bundles have moved. */
async function simulateLog(seed: string, perDay: number, span: number): Promise<Used> {
  const used = nothing();
  const random = seeded(seed);
  const world = ledgerWorld();
  const begun = world.now;
  let seen = begun - ASLEEP_AFTER - 1;
  let decisions = 0;
  const wake = (): void => {
    const idle = world.now - seen;
    used.awake += Math.min(idle, ASLEEP_AFTER) / SECOND;
    if (idle > ASLEEP_AFTER) {
      world.restart();
      used.starts += 1;
    }
    seen = world.now;
  };
  const ringUntil = async (until: number): Promise<void> => {
    while (world.alarmAt !== null && world.alarmAt <= until) {
      world.now = Math.max(world.now, world.alarmAt);
      wake();
      used.alarms += 1;
      await world.ring();
    }
  };
  world.world.enterRoot = async () => {
    used.rooted += 1;
    return { statement: '{}', index: used.rooted };
  };
  for (let next = begun; ; ) {
    next += gap(random, perDay, span < DAY ? undefined : next - begun);
    if (next > begun + span) break;
    await ringUntil(next);
    world.now = next;
    wake();
    await world.ledger.accept([draftOf(random, next, decisions)]);
    decisions += 1;
  }
  await ringUntil(begun + span + HOUR);
  used.decisions += decisions;
  used.hotBytes += pages(world);
  await world.ledger.seal();
  await checkLog(world);
  // What leaves the tables later belongs to what a record costs. So many bundles are moved at once.
  world.now = begun + COLD_AFTER;
  for (let bundle = 0; bundle < decisions / 256; bundle += 16) await world.ledger.tidy();
  // Their rows go with the moves of later records, until the table has its turn again: see worker/ledger/tables.ts.
  for (const table of ['records_a', 'records_b']) world.world.sql.exec(`DELETE FROM ${table} WHERE idx >= 0`);
  const { rowsWritten, puts, gets, countedBatches, countedGroups } = world.billed();
  used.rows += rowsWritten;
  used.puts += puts;
  used.gets += gets;
  // The mark of a batch, and at most a new row of `counts` with its index for each group.
  used.d1Rows += countedBatches + countedGroups;
  used.coldBytes += pages(world);
  used.archiveBytes += [...world.objects.values()].reduce((total, { length }) => total + length, 0);
  return used;
}

/** Decisions come as they come; over a whole day more at noon than at night, four to one. */
function gap(random: () => number, perDay: number, since?: number): number {
  const wave = since === undefined ? 1 : 1 - 0.6 * Math.cos((2 * Math.PI * since) / DAY);
  return Math.max(1, Math.round((-Math.log(1 - random()) * DAY) / (perDay * wave)));
}

function draftOf(random: () => number, now: number, count: number) {
  const whom = random() < 1 / 6 ? Math.floor(random() * count) : count;
  const kind = random();
  const action = kind < 0.45 ? ('accept' as const) : kind < 0.9 ? ('reject' as const) : ('save' as const);
  const choices = { analytics: action === 'accept' || (action === 'save' && random() < 0.5), marketing: action === 'accept' };
  return draftWith({
    received: new Date(now).toISOString(),
    subject: createHash('sha256').update(String(whom)).digest('hex'),
    action,
    surface: action === 'save' ? 'dialog' : 'banner',
    choices,
  });
}

/** Bytes of the pages that are in use. */
function pages({ db }: BilledWorld): number {
  const of = (pragma: string): number => Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
  return (of('page_count') - of('freelist_count')) * of('page_size');
}

function seeded(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
