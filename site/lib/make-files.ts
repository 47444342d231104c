/**
 * Has Astro render the pages of one share, and writes them. A file whose key is that of the last build and
 * that nobody touched since is left as it is.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RouteData } from 'astro';
import { isUntouched, type MadeFile, type MadeFiles, SHARED } from '../../core/share.ts';
import type { Site } from './site.ts';

interface Path {
  pathname: string;
  route: RouteData;
  cacheKey?: string | undefined;
}

type Render = (request: Request, route: RouteData) => Promise<Response>;

export async function makeFiles(site: Site, paths: readonly Path[], render: Render): Promise<MadeFiles> {
  const before = lastMade(site.settings.cacheDir);
  const made: MadeFiles = {};
  for (const path of paths) {
    // What belongs to no policy is made once.
    if (!site.settings.common && !path.route.params.includes('policy')) continue;
    const file = fileOf(site.base, path);
    made[file] ??= kept(join(site.settings.outDir, file), before[file], path.cacheKey) ?? (await make(site, file, path, render));
  }
  return made;
}

/** Files of the last build by this very tool; the command that builds puts them there. */
function lastMade(folder: string): MadeFiles {
  try {
    return JSON.parse(readFileSync(join(folder, SHARED.made), 'utf8')) as MadeFiles;
  } catch {
    return {};
  }
}

function kept(file: string, before: MadeFile | undefined, key: string | undefined): MadeFile | undefined {
  return before && key !== undefined && before.key === key && isUntouched(before, statSync(file, { throwIfNoEntry: false })) ? before : undefined;
}

async function make(site: Site, file: string, { pathname, route, cacheKey }: Path, render: Render): Promise<MadeFile> {
  const address = route.type === 'endpoint' ? pathname : pathname.replace(/\/?$/, '/');
  const response = await render(new Request(`http://localhost${site.base.slice(0, -1)}${encodeURI(address)}`), route);
  if (!response.ok && pathname !== '/404') throw new Error(`${pathname} could not be rendered: status ${response.status}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const to = join(site.settings.outDir, file);
  ensureFolder(dirname(to));
  // Nothing else waits meanwhile, and waking up for each of 10,000 promises costs more than the writing.
  writeFileSync(to, bytes);
  return { key: cacheKey ?? '', size: bytes.length, modified: statSync(to).mtimeMs };
}

const folders = new Set<string>();
function ensureFolder(folder: string): void {
  if (folders.has(folder)) return;
  mkdirSync(folder, { recursive: true });
  folders.add(folder);
}

/** Where a page goes, below the output folder. What is made below `_root/` belongs to the root of the host, wherever the site is. */
function fileOf(base: string, { pathname, route }: Path): string {
  const name = pathname.replace(/^\/|\/$/g, '');
  if (name.startsWith('_root/')) return name.slice('_root/'.length);
  if (route.type === 'endpoint') return base.slice(1) + name;
  return base.slice(1) + (name === '404' ? '404.html' : join(name, 'index.html'));
}
