/**
 * How time and memory of a cold build grow: with more policies, and with longer histories.
 *
 *     node bench/scaling.ts [--policies 5x100,10x100,20x100] [--versions 10x25,10x50,10x100] [--runs 1] [--wait 8]
 *
 * The exponent tells the growth: 1 is in proportion to the number of versions, 2 would be its square. It
 * is taken between the smallest and the largest of a row, from what goes beyond an empty site's build (1x1).
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { leastDisturbed, type Measured, measure, waitForIdle } from './publish/measure.ts';
import { systems } from './publish/systems.ts';
import { machineInWords, markdownTable, ROOT, say, writeResult } from './report.ts';

const { values } = parseArgs({
  options: {
    policies: { type: 'string', default: '5x100,10x100,20x100' },
    versions: { type: 'string', default: '10x25,10x50,10x100' },
    runs: { type: 'string', default: '1' },
    wait: { type: 'string', default: '0' },
  },
});

const SMALLEST = '1x1';

mkdirSync(join(ROOT, '.fairnotice'), { recursive: true });
const work = mkdtempSync(join(ROOT, '.fairnotice', 'bench-scaling-'));
const fairnotice = systems(work).find(({ name }) => name === 'fairnotice');
if (!fairnotice) throw new Error('systems.ts has no fairnotice');
let putAside = 0;
try {
  const rows = { policies: values.policies.split(','), versions: values.versions.split(',') };
  const sizes = [...new Set([SMALLEST, ...rows.policies, ...rows.versions])];
  const measured = new Map<string, Measured>();
  for (const size of sizes) measured.set(size, await cold(size));
  writeResult('scaling', { measured: Object.fromEntries(measured) });
  for (const row of Object.values(rows)) say(tableOf(row, measured));
  say(machineInWords());
} finally {
  forget();
  rmSync(work, { recursive: true, force: true });
}

async function cold(size: string): Promise<Measured> {
  if (!fairnotice) throw new Error('unreachable');
  const [policies = 0, versions = 0] = size.split('x').map(Number);
  const runs: Measured[] = [];
  for (let run = 0; run < Number(values.runs); run += 1) {
    forget();
    fairnotice.write(policies, versions);
    await waitForIdle(Number(values.wait));
    runs.push(await measure(fairnotice.command, fairnotice.folder));
  }
  return leastDisturbed(runs) as Measured;
}

/** As in `publish/run.ts`: put aside, not deleted, for a build right after a great deletion is slow on ext4. */
function forget(): void {
  for (const path of fairnotice?.remembered.filter(existsSync) ?? []) {
    putAside += 1;
    renameSync(path, join(work, `aside-${putAside}`));
  }
}

function tableOf(sizes: readonly string[], measured: ReadonlyMap<string, Measured>): string {
  const least = measured.get(SMALLEST) as Measured;
  const rows = [SMALLEST, ...sizes].map((size) => {
    const one = measured.get(size) as Measured;
    const count = countOf(size);
    const beyond =
      size === SMALLEST ? ['', ''] : [(((cpu(one) - cpu(least)) * 1000) / count).toFixed(1), ((one.peakMegabytes - least.peakMegabytes) / count).toFixed(2)];
    return [size, `${count}`, one.wall.toFixed(1), cpu(one).toFixed(1), `${one.peakMegabytes}`, ...beyond];
  });
  const [first = '', last = ''] = [sizes[0], sizes.at(-1)];
  const growth = (value: (one: Measured) => number): string => {
    const beyond = (size: string): number => Math.max(0.001, value(measured.get(size) as Measured) - value(least));
    return (Math.log(beyond(last) / beyond(first)) / Math.log(countOf(last) / countOf(first))).toFixed(2);
  };
  const table = markdownTable(
    ['policies x versions', 'versions', 'wall, s', 'CPU, s', 'peak RSS, MB', 'CPU ms a version beyond 1x1', 'MB a version beyond 1x1'],
    rows,
  );
  return `${table}\nGrowth from ${first} to ${last}, as a power of the number of versions: CPU ${growth(cpu)}, wall ${growth(({ wall }) => wall)}, memory ${growth(({ peakMegabytes }) => peakMegabytes)}.\n`;
}

function cpu({ user, system }: Measured): number {
  return user + system;
}

function countOf(size: string): number {
  return size
    .split('x')
    .map(Number)
    .reduce((product, factor) => product * factor, 1);
}
