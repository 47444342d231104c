/**
 * C11: simulated lives of the shipped ledger class. Each seed is one life, and always the same one. `SEED=n` runs that one
 * alone and prints what happened in it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { synchronousCrypto } from './crypto.ts';
import { MUTATIONS } from './mutations.ts';
import { simulate } from './simulate.ts';

const SEEDS = 60;
/** Within so many lives a planted fault must show. */
const ENOUGH = 400;

let restore: () => void;
beforeAll(() => {
  restore = synchronousCrypto();
});
afterAll(() => restore());

const { SEED } = process.env;

test.runIf(SEED)(`the life of seed ${SEED}`, async () => {
  const { events, ...life } = await simulate(Number(SEED));
  process.stdout.write(`${[...events, JSON.stringify(life)].join('\n')}\n`);
  expect(life.fault).toBeUndefined();
});

describe.skipIf(SEED)('simulated lives', () => {
  test(`${SEEDS} of them keep every promise`, { timeout: 600_000 }, async () => {
    const lives = [];
    for (let seed = 1; seed <= SEEDS; seed += 1) lives.push(await simulate(seed));
    expect(lives.flatMap(({ seed, fault }) => (fault ? [`SEED=${seed} ${fault}`] : []))).toEqual([]);
    // A simulation in which nothing happens would prove nothing.
    const sum = (of: (life: (typeof lives)[number]) => number): number => lives.reduce((all, life) => all + of(life), 0);
    expect(sum(({ leaves }) => leaves)).toBeGreaterThan(1000);
    expect(sum(({ receipts }) => receipts)).toBeGreaterThan(50);
    expect(sum(({ deaths }) => deaths)).toBeGreaterThan(100);
  });

  test('a seed is the same life each time', { timeout: 120_000 }, async () => {
    for (const seed of [3, 11]) expect((await simulate(seed)).events).toEqual((await simulate(seed)).events);
  });

  test.each(Object.entries(MUTATIONS))('a planted fault is found: %s', { timeout: 600_000 }, async (_name, mutation) => {
    const found = [];
    for (let seed = 1; seed <= ENOUGH && found.length === 0; seed += 1) {
      const { fault } = await simulate(seed, mutation);
      if (fault) found.push(fault);
    }
    expect(found).toHaveLength(1);
  });
});
