/** The renderer: Astro's bundle of all pages. It is made once, and kept until the tool or the organisation's look changes. */
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, sha256 } from '../core/digest.ts';
import type { Organisation } from '../core/schemas.ts';
import type { MadeFiles } from '../core/share.ts';
import { CannotRun } from './outcome.ts';
import { run } from './run.ts';
import { ROOT } from './tree.ts';

/** All that pages are made by: sources and the versions of what they use. */
const SOURCES = ['core', 'site', 'astro.config.mjs', 'package-lock.json'];

/** A key over all that a page is made by, its content left out. */
export function rendererKey(look: Organisation['look']): string {
  const files = SOURCES.flatMap((name) => filesOf(join(ROOT, name))).sort();
  return fingerprint([process.version, look, files.map((file) => sha256(readFileSync(file, 'utf8')))]);
}

/** Files at a path, or below it; none where there is nothing. */
export function filesOf(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found ? [path] : [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Whether the cache has the renderer of a key. */
export function hasRenderer(cache: string, key: string): boolean {
  try {
    return readFileSync(join(cache, 'renderer', 'key'), 'utf8') === key;
  } catch {
    return false;
  }
}

/** Has Astro bundle the pages. It puts them below the working directory, so each build has one of its own, and two at a time do not meet. */
export async function makeRenderer(cache: string, key: string, environment: Record<string, string>): Promise<void> {
  rmSync(join(cache, 'renderer'), { recursive: true, force: true });
  const { code, output } = await run([join(ROOT, 'node_modules', 'astro', 'bin', 'astro.mjs'), 'build', '--silent', '--root', ROOT], cache, environment);
  if (code !== 0) throw new CannotRun(`The site could not be built.\n${output}`);
  writeFileSync(join(cache, 'renderer', 'key'), key);
}

/** The script that makes the pages of a share. */
export function rendererScript(cache: string): string {
  const bundle = join(cache, 'renderer', 'bundle');
  const entry = readdirSync(bundle).find((name) => name.startsWith('prerender-entry'));
  return join(bundle, entry ?? 'prerender-entry.mjs');
}

/** Copies the style sheets that pages link. */
export function copyAssets(cache: string, out: string, base: string): MadeFiles {
  const made: MadeFiles = {};
  const from = join(cache, 'renderer', 'site');
  for (const file of filesOf(from)) {
    const name = base.slice(1) + file.slice(from.length + 1);
    cpSync(file, join(out, name), { recursive: true });
    const { size, mtimeMs } = statSync(join(out, name));
    made[name] = { key: '', size, modified: mtimeMs };
  }
  return made;
}
