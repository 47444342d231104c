/** The making of the site: parts the policies into shares, runs the renderer once for each, and puts together what they report. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { type Content, ContentError, type ContentProblem } from '../core/content.ts';
import { factProblems } from '../core/facts.ts';
import type { MadeFiles, ShareReport } from '../core/share.ts';
import { joinIndex } from '../core/site-index.ts';
import { CannotRun } from './outcome.ts';
import { copyAssets, rendererScript } from './renderer.ts';
import { type Running, start } from './run.ts';

export interface Making {
  out: string;
  cache: string;
  /** Folder of the site on its host. */
  base: string;
  processes: number | undefined;
  environment: Record<string, string>;
}

/** Has every share made, and writes what needs all of them. */
export async function makeSite(content: Content, { out, cache, base, processes, environment }: Making): Promise<MadeFiles> {
  const shares = sharesOf(content, processes ?? processesFor(content)).map((share, index) =>
    start([...MEMORY, rendererScript(cache)], cache, {
      ...environment,
      MALLOC_ARENA_MAX: '2',
      FAIRNOTICE_SHARE: share.join(','),
      FAIRNOTICE_COMMON: index === 0 ? '1' : '0',
    }),
  );
  await allProved(content, shares);
  for (const { go } of shares) go();
  const reports = await Promise.all(shares.map(reportOf));
  const made: MadeFiles = Object.assign({}, ...reports.map((report) => report.made), copyAssets(cache, out, base));
  const index = joinIndex(
    reports.map((report) => report.index),
    content.policies.map(({ id }) => id),
  );
  made[join('_at', 'index.json')] = writeFile(out, join('_at', 'index.json'), JSON.stringify(index));
  return made;
}

/** V8 lets garbage of half a gigabyte gather where much is made. Collected this often it takes the half of the memory, and a quarter more time. */
const MEMORY = ['--max-semi-space-size=8', '--heap-growing-percent=40'];

/**
 * Every process says first what is wrong in its share, and writes nothing before it is told to: where one
 * fails, the folder stays as it was.
 *
 * @throws {ContentError} with all problems of all shares, and those of the facts beside the words.
 */
async function allProved(content: Content, shares: readonly Running[]): Promise<void> {
  const lines = await Promise.all(shares.map(({ firstLine }) => firstLine));
  const failed = shares[lines.indexOf('')];
  const problems = [...content.policies.flatMap(factProblems), ...lines.filter(Boolean).flatMap((line) => JSON.parse(line) as ContentProblem[])];
  if (!failed && problems.length === 0) return;
  for (const { stop } of shares) stop();
  if (problems.length > 0) throw new ContentError(problems);
  throw new CannotRun(`The site could not be built.\n${(await failed?.done)?.output ?? ''}`);
}

async function reportOf({ done }: Running): Promise<ShareReport> {
  const { code, output } = await done;
  if (code !== 0) throw new CannotRun(`The site could not be built.\n${output}`);
  return JSON.parse(output.slice(output.indexOf('\n') + 1)) as ShareReport;
}

/** Fewer versions than this are made sooner than a second process starts. */
const WORTH_A_PROCESS = 150;
/** Each process holds some 350 MB: no more of them, however many processors there are. */
const MOST_PROCESSES = 2;

function processesFor({ policies }: Content): number {
  const versions = policies.reduce((sum, policy) => sum + policy.versions.length, 0);
  return Math.max(1, Math.min(MOST_PROCESSES, availableParallelism(), Math.floor(versions / WORTH_A_PROCESS)));
}

/** Parts the policies, so that each share has about as many versions. */
function sharesOf({ policies }: Content, count: number): string[][] {
  const shares = Array.from({ length: count }, () => ({ ids: [] as string[], versions: 0 }));
  for (const policy of policies.toSorted((a, b) => b.versions.length - a.versions.length)) {
    const least = shares.reduce((a, b) => (b.versions < a.versions ? b : a));
    least.ids.push(policy.id);
    least.versions += policy.versions.length;
  }
  return shares.map(({ ids }) => ids);
}

function writeFile(out: string, name: string, text: string): MadeFiles[string] {
  const file = join(out, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const { size, mtimeMs } = statSync(file);
  return { key: '', size, modified: mtimeMs };
}
