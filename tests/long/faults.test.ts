/** C10: every call of a ledger's life with every fault. `node tests/simulation/fault-table.ts` writes the same as docs/ledger-faults.md. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { synchronousCrypto } from '../simulation/crypto.ts';
import { writeTable } from '../simulation/fault-table.ts';
import { traceCalls } from '../simulation/faults.ts';

test('every promise holds, whichever call fails, and however', async () => {
  const restore = synchronousCrypto();
  const folder = mkdtempSync(join(tmpdir(), 'fairnotice-faults-'));
  const path = join(folder, 'faults.md');
  const allHold = await writeTable(path);
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /^\| \d+ /.test(line));
  rmSync(folder, { recursive: true });
  expect(rows.filter((row) => row.includes('**'))).toEqual([]);
  expect(allHold).toBe(true);
  expect(rows).toHaveLength((await traceCalls()).length);
  restore();
});
