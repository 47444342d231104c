/** Runs the site's build as a process of its own, and puts its files where they belong. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentError, type ContentProblem } from '../core/content.ts';
import { sha256 } from '../core/digest.ts';
import { organisationSchema } from '../core/schemas.ts';
import { CannotRun } from './outcome.ts';
import { ROOT, readTree } from './tree.ts';

export interface BuildRequest {
  content: string;
  out: string;
  /** The moment of the build; now by default. */
  now?: string;
  drafts: boolean;
  force?: boolean;
  /** Where the site will be served; the organisation's address by default. */
  origin?: string;
}

export interface Built {
  out: string;
  /** Folder of the site on its host. */
  base: string;
  files: number;
  milliseconds: number;
}

/** Files that one deployment may hold on the platform's free plan (https://developers.cloudflare.com/workers/platform/limits/). */
export const FILE_LIMIT = 20_000;

/**
 * Builds the site.
 *
 * @throws {ContentError} where the content is wrong or a seal does not hold.
 */
export async function build(request: BuildRequest): Promise<Built> {
  const started = performance.now();
  const { address, base } = siteOf(request.content);
  const cache = cacheFolder(request.content, request.out);
  ensureOwn(request.out, cache);
  if (request.force) rmSync(cache, { recursive: true, force: true });
  // A build that was stopped amid its pages has left some that its records do not know.
  const unfinished = join(cache, 'unfinished');
  if (existsSync(unfinished)) rmSync(join(cache, 'astro'), { recursive: true, force: true });
  const origin = request.origin ?? address;
  const made = onOneFileSystem(cache, request.out) ? request.out : join(cache, 'site');
  const first = readdirSync(made).length === 0;
  // The proof reads every source again, so it goes beside the bundling, in a process of its own. Pages wait for it:
  // where it fails, the folder stays as it was.
  const proof = run([join(import.meta.dirname, 'prove.ts'), request.content, cache, request.drafts ? '1' : '0'], ROOT, {});
  const widget = await run([join(ROOT, 'widget', 'build.ts'), join(ROOT, '.fairnotice', 'widget')], ROOT, {}).done;
  if (widget.code !== 0) throw new CannotRun(`The banner could not be built.\n${widget.output}`);
  const site = run([join(ROOT, 'node_modules', 'astro', 'bin', 'astro.mjs'), 'build', '--silent', '--root', ROOT], cache, {
    FAIRNOTICE_ROOT: ROOT,
    FAIRNOTICE_CONTENT: request.content,
    FAIRNOTICE_OUT: made,
    FAIRNOTICE_CACHE: cache,
    FAIRNOTICE_DRAFTS: request.drafts ? '1' : '0',
    FAIRNOTICE_WAITS: '1',
    ...(request.now ? { FAIRNOTICE_NOW: request.now } : {}),
    ...(origin ? { FAIRNOTICE_ORIGIN: origin.replace(/\/$/, '') } : {}),
  });
  const proved = await proof.done;
  const problems = proved.code === 0 ? (JSON.parse(proved.output) as ContentProblem[]) : [];
  if (proved.code !== 0 || problems.length > 0) site.stop();
  else {
    writeFileSync(unfinished, '');
    site.go();
  }
  const rendered = await site.done;
  if (first && rendered.code !== 0) emptyFolder(made);
  if (problems.length > 0) throw new ContentError(problems);
  for (const { code, output } of [proved, rendered]) if (code !== 0) throw new CannotRun(`The site could not be built.\n${output}`);
  placeRootFiles(join(made, base), made);
  if (made !== request.out) replaceFolder(made, request.out);
  rmSync(unfinished, { force: true });
  return { out: request.out, base, files: countFiles(request.out), milliseconds: Math.round(performance.now() - started) };
}

/** Folder for what can be made again, of a tree and the place that its site is built to. */
export function cacheFolder(content: string, out: string): string {
  return join(ROOT, '.fairnotice', 'cache', sha256(`${content}\n${out}`).slice(0, 12));
}

/** What to do about the number of files, where it comes near the limit. */
export function limitInWords(files: number): string {
  if (files < FILE_LIMIT * 0.8) return '';
  const state = files > FILE_LIMIT ? `more than the ${FILE_LIMIT} that a free plan takes` : `near the ${FILE_LIMIT} that a free plan takes`;
  return `\nThis is ${state}. A paid plan takes 100,000. Or part the policies into two content trees with a base path each, and deploy them one by one.`;
}

/** Address and base path, read before anything else so that a broken organisation.json is told like any content problem. */
function siteOf(content: string): { address?: string; base: string } {
  let parsed: ReturnType<typeof organisationSchema.safeParse> | undefined;
  try {
    parsed = organisationSchema.safeParse(JSON.parse(readFileSync(join(content, 'organisation.json'), 'utf8')));
  } catch {
    parsed = undefined;
  }
  if (!parsed?.success) {
    readTree(content);
    throw new CannotRun(`${join(content, 'organisation.json')} cannot be read.`);
  }
  const { address, look } = parsed.data;
  return { ...(address ? { address } : {}), base: look.basePath };
}

/** A build removes what it did not make, so it takes only a folder that is new, empty, or from an earlier build. */
function ensureOwn(out: string, cache: string): void {
  const ours = !existsSync(out) || readdirSync(out).length === 0 || existsSync(join(out, '_at', 'index.json')) || existsSync(cache);
  if (!ours) throw new CannotRun(`${out} holds files that no build made, and a build would remove them. Name a new or an empty folder: --out DIR`);
}

/** Astro moves files from its working folder to the site's by renaming, which file systems allow only within themselves. */
function onOneFileSystem(cache: string, out: string): boolean {
  mkdirSync(cache, { recursive: true });
  mkdirSync(out, { recursive: true });
  return statSync(cache).dev === statSync(out).dev;
}

function replaceFolder(from: string, to: string): void {
  // The folder itself stays: it may be a mount.
  emptyFolder(to);
  cpSync(from, to, { recursive: true });
}

function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
}

interface Running {
  stop(): void;
  /** Lets a script go on that waits for it. */
  go(): void;
  done: Promise<{ code: number; output: string }>;
}

/**
 * Runs a script of Node. Astro puts its renderer below the working directory, so each build has one of its
 * own, and two at a time do not meet.
 */
function run(args: string[], cwd: string, env: Record<string, string>): Running {
  mkdirSync(cwd, { recursive: true });
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  // Whoever is gone needs no word.
  child.stdin.on('error', () => {});
  const stop = () => child.kill();
  process.once('exit', stop);
  const parts: [string, string] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    parts[0] += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    parts[1] += chunk.toString();
  });
  const done = new Promise<{ code: number; output: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => process.off('exit', stop));
    child.on('close', (code) => resolve({ code: code ?? 1, output: code === 0 ? parts[0] : parts.join('\n').trim() }));
  });
  return { stop, go: () => child.stdin.end('go\n'), done };
}

/** Moves what the site made below `_root/` to the root of the host. */
function placeRootFiles(site: string, host: string): void {
  const made = join(site, '_root');
  if (!existsSync(made)) return;
  mkdirSync(host, { recursive: true });
  rmSync(join(host, '.well-known'), { recursive: true, force: true });
  cpSync(made, host, { recursive: true });
  rmSync(made, { recursive: true });
}

function countFiles(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}
