/** Builds the site: reads the content, has the renderer made where there is none, and has it make what is not there yet. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Content, loadContent } from '../core/content.ts';
import { sha256 } from '../core/digest.ts';
import { diskReader } from '../core/files.ts';
import { keptMemo, toolFingerprint } from '../core/kept-memo.ts';
import { type Organisation, organisationSchema } from '../core/schemas.ts';
import { type MadeFiles, SHARED } from '../core/share.ts';
import { alreadyMade, forget, moment, remember, stampInputs } from './last-build.ts';
import { CannotRun } from './outcome.ts';
import { filesOf, hasRenderer, makeRenderer, rendererKey } from './renderer.ts';
import { run } from './run.ts';
import { makeSite } from './shares.ts';
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
  /** How many processes make the pages; as many as are worth it by default. */
  processes?: number;
}

export interface Built {
  out: string;
  /** Folder of the site on its host. */
  base: string;
  files: number;
  /** Nothing was made, for the files are what a build would make. */
  unchanged: boolean;
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
  const { address, look } = organisationOf(request.content);
  const base = look.basePath;
  const cache = cacheFolder(request.content, request.out);
  ensureOwn(request.out, cache);
  if (request.force) rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const built = (made: MadeFiles, unchanged: boolean): Built => ({
    out: request.out,
    base,
    files: Object.keys(made).length,
    unchanged,
    milliseconds: Math.round(performance.now() - started),
  });
  const already = alreadyMade(request, cache, base);
  if (already) return built(already, true);
  forget(cache);
  const inputs = stampInputs(request);
  const environment = environmentOf(request, cache, request.origin ?? address);
  const content = await prepare(request.content, cache, look, environment);
  if (content.sites.length > 0) for (const part of ['widget', 'verifier']) await bundleOf(part);
  const made = await makeSite(content, { out: request.out, cache, base, processes: request.processes, environment });
  removeOthers(base, request.out, made);
  writeFileSync(join(cache, SHARED.made), JSON.stringify(made));
  remember(request, cache, environment.FAIRNOTICE_NOW ?? '', content, inputs);
  return built(made, false);
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

/** Read before anything else, so that a broken organisation.json is told like any content problem. */
function organisationOf(content: string): Organisation {
  let parsed: ReturnType<typeof organisationSchema.safeParse> | undefined;
  try {
    parsed = organisationSchema.safeParse(JSON.parse(readFileSync(join(content, 'organisation.json'), 'utf8')));
  } catch {
    parsed = undefined;
  }
  if (parsed?.success) return parsed.data;
  readTree(content);
  throw new CannotRun(`${join(content, 'organisation.json')} cannot be read.`);
}

/** A build removes what it did not make, so it takes only a folder that is new, empty, or from an earlier build. */
function ensureOwn(out: string, cache: string): void {
  const ours = !existsSync(out) || readdirSync(out).length === 0 || existsSync(join(out, '_at', 'index.json')) || existsSync(cache);
  if (!ours) throw new CannotRun(`${out} holds files that no build made, and a build would remove them. Name a new or an empty folder: --out DIR`);
}

function environmentOf({ content, out, drafts, now }: BuildRequest, cache: string, origin: string | undefined): Record<string, string> {
  return {
    FAIRNOTICE_ROOT: ROOT,
    FAIRNOTICE_CONTENT: content,
    FAIRNOTICE_OUT: out,
    FAIRNOTICE_CACHE: cache,
    FAIRNOTICE_DRAFTS: drafts ? '1' : '0',
    // One clock for all processes.
    FAIRNOTICE_NOW: now ?? moment(),
    ...(origin ? { FAIRNOTICE_ORIGIN: origin.replace(/\/$/, '') } : {}),
  };
}

/** Reads the content, while Astro bundles the renderer where there is none yet. */
async function prepare(folder: string, cache: string, look: Organisation['look'], environment: Record<string, string>): Promise<Content> {
  const key = rendererKey(look);
  if (hasRenderer(cache, key)) return readContent(folder, cache);
  rmSync(join(cache, SHARED.made), { force: true });
  const renderer = makeRenderer(cache, key, environment);
  try {
    return readContent(folder, cache);
  } finally {
    await renderer;
  }
}

/** The code for browsers, of the banner or of the receipt verifier: the same for all sites and builds. */
async function bundleOf(part: string): Promise<void> {
  const { code, output } = await run([join(ROOT, part, 'build.ts'), join(ROOT, '.fairnotice', part)], ROOT, {});
  if (code !== 0) throw new CannotRun(`The ${part} could not be built.\n${output}`);
}

/** Reads the tree, and leaves it for the processes that make the pages. */
function readContent(folder: string, cache: string): Content {
  const { memo, save } = keptMemo(cache, 'front-matter', toolFingerprint(ROOT));
  const content = loadContent(diskReader(folder), diskReader(join(ROOT, 'content')), memo);
  save();
  const { reader: _reader, ...data } = content;
  // Each version has its own entry of what was published.
  writeFileSync(join(cache, SHARED.content), JSON.stringify({ ...data, published: [] }));
  return content;
}

/** Removes from the site's folder, and from the one that is always the host's, what this build did not make. */
function removeOthers(base: string, out: string, made: MadeFiles): void {
  for (const file of [join(out, base), join(out, '.well-known')].flatMap(filesOf)) if (!made[file.slice(out.length + 1)]) rmSync(file, { force: true });
}
