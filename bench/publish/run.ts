/**
 * How long a publisher needs for a policy's whole history, beside generators that make its pages alone:
 *
 *     node bench/publish/run.ts --sizes 2x20,10x50,20x100 --runs 3 [--systems hugo,eleventy,astro-md,fairnotice] [--wait 8]
 *
 * A size is policies x versions of about 2,500 words. In each round every system builds cold (nothing
 * remembered), warm (nothing changed) and after one version was added, one system after the other, so that all
 * suffer alike from what else the machine does. Of each kind the run with the least CPU time is shown.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineInWords, markdownTable, ROOT, say, writeResult } from '../report.ts';
import { leastDisturbed, type Measured, measure, type Output, outputOf, waitForIdle } from './measure.ts';
import { type System, systems } from './systems.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '2x20,10x50' },
    runs: { type: 'string', default: '3' },
    systems: { type: 'string', default: 'hugo,eleventy,astro-md,fairnotice' },
    wait: { type: 'string', default: '0' },
    name: { type: 'string', default: 'publish' },
  },
});

const KINDS = ['cold', 'warm', 'added'] as const;
type Kind = (typeof KINDS)[number];

interface Result {
  size: string;
  system: string;
  best: Record<Kind, Measured>;
  runs: Record<Kind, Measured[]>;
  output: Output;
}

// Below the checkout, so that everything lies on one file system.
mkdirSync(join(ROOT, '.fairnotice'), { recursive: true });
const work = mkdtempSync(join(ROOT, '.fairnotice', 'bench-'));
let putAside = 0;
const wanted = values.systems.split(',');
const known = systems(work);
const taking = wanted.map(
  (name) => known.find((system) => system.name === name) ?? fail(`There is no system ${name}; there are ${known.map((system) => system.name).join(', ')}.`),
);
const results: Result[] = [];
try {
  for (const size of values.sizes.split(',')) {
    const own = await measureSize(size);
    results.push(...own);
    writeResult(values.name, { results });
    say(tableOf(size, own));
  }
} finally {
  for (const system of known) forget(system);
  rmSync(work, { recursive: true, force: true });
}
say(machineInWords());

async function measureSize(size: string): Promise<Result[]> {
  const [policies = 0, versions = 0] = size.split('x').map(Number);
  const runs = new Map(taking.map((system) => [system.name, { cold: [], warm: [], added: [] } as Record<Kind, Measured[]>]));
  const outputs = new Map<string, Output>();
  for (let round = 0; round < Number(values.runs); round += 1) {
    for (const system of taking) {
      const own = runs.get(system.name);
      if (!own) continue;
      forget(system);
      system.write(policies, versions);
      for (const kind of KINDS) {
        if (kind === 'added') system.addVersion(versions);
        await waitForIdle(Number(values.wait));
        own[kind].push(await measure(system.command, system.folder));
        if (kind === 'cold') outputs.set(system.name, outputOf(system.output));
      }
      progress(`${size} ${system.name} round ${round + 1}: ${KINDS.map((kind) => inWords(kind, own[kind].at(-1))).join(', ')}`);
    }
  }
  return taking.map(({ name }) => {
    const own = runs.get(name) as Record<Kind, Measured[]>;
    const best = Object.fromEntries(KINDS.map((kind) => [kind, leastDisturbed(own[kind])])) as Record<Kind, Measured>;
    return { size, system: name, best, runs: own, output: outputs.get(name) as Output };
  });
}

/**
 * Puts aside what a system made and remembers. It is deleted when all is measured: ext4 does not give out again
 * the inode of a file deleted in the last minutes and looks at each of them in turn, so that a build
 * right after `rm -rf` can cost three times the kernel time.
 */
function forget(system: System): void {
  for (const path of system.remembered.filter(existsSync)) {
    putAside += 1;
    renameSync(path, join(work, `aside-${putAside}`));
  }
}

/** One row a system; in brackets the ratio to the first system of the run, which is Hugo unless asked otherwise. */
function tableOf(size: string, own: readonly Result[]): string {
  const base = own[0];
  const rows = own.map((result) => [
    result.system,
    ...KINDS.flatMap((kind) => {
      const [mine, its] = [result.best[kind], base?.best[kind]];
      return [withRatio(mine.wall, its?.wall), withRatio(mine.user + mine.system, its && its.user + its.system)];
    }),
    `${result.best.cold.peakMegabytes}`,
    `${result.output.files} (${Object.entries(result.output.types)
      .toSorted(([, a], [, b]) => b.files - a.files)
      .slice(0, 4)
      .map(([type, { files }]) => `${files} ${type}`)
      .join(', ')})`,
    `${Math.round(result.output.bytes / 1e6)}`,
  ]);
  const head = [size, 'cold, s', 'CPU, s', 'nothing changed, s', 'CPU, s', 'one version added, s', 'CPU, s', 'peak RSS, MB', 'files', 'MB'];
  return `\n${markdownTable(head, rows)}`;
}

function withRatio(value: number, base: number | undefined): string {
  return `${value.toFixed(1)}${base ? ` (${(value / base).toFixed(2)}×)` : ''}`;
}

function inWords(kind: Kind, run: Measured | undefined): string {
  return run
    ? `${kind} ${run.wall.toFixed(1)} s, CPU ${run.user.toFixed(1)} + ${run.system.toFixed(1)} s, ${run.peakMegabytes} MB, load ${run.load.toFixed(1)}`
    : kind;
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

function fail(text: string): never {
  throw new Error(text);
}
