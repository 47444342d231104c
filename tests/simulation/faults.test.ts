/** C10: every call of a ledger's life, with every fault: here those of one call and what the table says, all of them in tests/long/faults.test.ts. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { synchronousCrypto } from './crypto.ts';
import { HOLDS, rowOf, TABLE } from './fault-table.ts';
import { FAULTS, traceCalls, tryCase } from './faults.ts';

let restore: () => void;
beforeAll(() => {
  restore = synchronousCrypto();
});
afterAll(() => restore());

test.each(FAULTS)('staging a tree %s: it comes out once, and right', { timeout: 60_000 }, async (fault) => {
  const calls = await traceCalls();
  const call = calls.findIndex(({ step, what }) => step === 'seal' && what === 'commit');
  expect(call).toBeGreaterThan(0);
  expect(await tryCase({ call, fault, retry: 'same' })).toBeUndefined();
});

test('docs/ledger-faults.md has a row for each call of today, and all of it holds', async () => {
  const rows = readFileSync(TABLE, 'utf8')
    .split('\n')
    .filter((line) => /^\| \d+ /.test(line));
  const cells = ` ${FAULTS.map(() => HOLDS).join(' | ')} |`;
  // The formatter pads cells.
  const plain = (row: string): string => row.replace(/ +/g, ' ');
  expect(rows.map(plain)).toEqual((await traceCalls()).map((call, number) => plain(rowOf(call, number) + cells)));
});
