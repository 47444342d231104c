/**
 * Whether a site is already what a build would make of it. Files are known as git's index knows them: by
 * size, times and inode, and by their bytes where they were written so shortly before the build that a
 * later write could bear the same times. Where there is doubt, the site is built.
 */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Content } from '../core/content.ts';
import { dateAt, wholeSecond } from '../core/dates.ts';
import { sha256 } from '../core/digest.ts';
import { isUntouched, type MadeFiles, SHARED } from '../core/share.ts';
import type { BuildRequest } from './build.ts';
import { filesOf } from './renderer.ts';
import { ROOT } from './tree.ts';

/** Everything that a page is made from or by. `node_modules` is named by its lock file. */
const TOOL = ['core', 'site', 'widget', 'verifier', 'cli', join('content', 'wording'), 'astro.config.mjs', 'package-lock.json'];
/** Coarser than the clock of any file system. */
const RACY_MILLISECONDS = 2000;

type Stamps = Record<string, string>;

interface LastBuild {
  asked: string;
  builtAt: string;
  timeZone: string;
  /** Instants at which something in the content begins, ends or was decided. */
  instants: string[];
  inputs: Stamps;
}

/** The present moment, to the second. */
export function moment(): string {
  return wholeSecond(new Date().toISOString());
}

/** The files that a build would make, where they lie there already. */
export function alreadyMade(request: BuildRequest, cache: string, base: string): MadeFiles | undefined {
  const last = readJson<LastBuild>(join(cache, 'last.json'));
  const made = readJson<MadeFiles>(join(cache, SHARED.made));
  if (!last || !made || last.asked !== asked(request) || !holdsAt(last, request.now)) return undefined;
  return sameInputs(last.inputs, request) && sameOutput(request.out, base, made) ? made : undefined;
}

/** What a build reads, as it is before anything is read. */
export function stampInputs(request: BuildRequest): Stamps {
  const since = Date.now() - RACY_MILLISECONDS;
  return Object.fromEntries(inputFiles(request).map((file) => [file, stamp(file, since)]));
}

/** Remembers a build. Nothing is said of one that shows drafts or has nothing published: it depends on the clock. */
export function remember(request: BuildRequest, cache: string, builtAt: string, content: Content, inputs: Stamps): void {
  if (request.drafts || content.published.length === 0) return;
  const instants = content.policies.flatMap(({ versions }) =>
    versions.flatMap(({ effective, publishedAt, withdrawn, mistaken }) => [effective, publishedAt, withdrawn?.at, mistaken?.at].flatMap((at) => at ?? [])),
  );
  const last: LastBuild = { asked: asked(request), builtAt, timeZone: content.timeZone, instants, inputs };
  writeFileSync(join(cache, 'last.json'), JSON.stringify(last));
}

export function forget(cache: string): void {
  rmSync(join(cache, 'last.json'), { force: true });
}

function asked({ content, out, drafts, origin }: BuildRequest): string {
  return JSON.stringify([content, out, drafts, origin, process.version]);
}

/** A moment that somebody named is built for as named. Without one the site holds for the rest of its day, until the next instant that the content knows. */
function holdsAt({ builtAt, timeZone, instants }: LastBuild, asked: string | undefined): boolean {
  if (asked !== undefined) return asked === builtAt;
  const now = moment();
  return builtAt <= now && dateAt(builtAt, timeZone) === dateAt(now, timeZone) && !instants.some((at) => at > builtAt && at <= now);
}

function sameInputs(before: Stamps, request: BuildRequest): boolean {
  const files = inputFiles(request);
  return files.length === Object.keys(before).length && files.every((file) => isSame(file, before[file]));
}

function sameOutput(out: string, base: string, made: MadeFiles): boolean {
  const there = filesOf(join(out, base)).every((file) => made[file.slice(out.length + 1)]);
  return there && Object.entries(made).every(([file, known]) => isUntouched(known, statSync(join(out, file), { throwIfNoEntry: false })));
}

function inputFiles({ content }: BuildRequest): string[] {
  const logo = readJson<{ look?: { logo?: string } }>(join(content, 'organisation.json'))?.look?.logo;
  return [...new Set([...below(content), ...(logo ? [join(content, logo)] : []), ...TOOL.flatMap((name) => below(join(ROOT, name)))])];
}

/** Files at a path or below it. Links are followed, as whoever reads the content follows them; names that begin with a dot are not read. */
function below(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => (entry.isFile() ? [join(path, entry.name)] : below(join(path, entry.name))));
}

function stamp(file: string, since: number): string {
  const times = timesOf(file);
  return times.changed < since ? times.text : `${times.text} ${digest(file)}`;
}

function isSame(file: string, before: string | undefined): boolean {
  const { text } = timesOf(file);
  return before === text || (before?.startsWith(`${text} `) === true && before === `${text} ${digest(file)}`);
}

function timesOf(file: string): { text: string; changed: number } {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (!found) return { text: 'none', changed: 0 };
  return { text: `${found.size} ${found.mtimeNs} ${found.ctimeNs} ${found.ino}`, changed: Number(found.ctimeMs) };
}

function digest(file: string): string {
  return sha256(readFileSync(file, 'latin1'));
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
