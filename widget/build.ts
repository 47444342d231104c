/**
 * Builds the banner's code into a folder, for the site to put each site's data into: `node widget/build.ts DIR`.
 * What did not change since the last time is not built again.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, sha256 } from '../core/digest.ts';
import { buildEntry, type Entry, FILES } from './vite.config.ts';

const out = process.argv[2];
if (!out) throw new Error('node widget/build.ts DIR');
const stampFile = join(out, 'stamp');
const stamp = sourcesStamp();
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  mkdirSync(out, { recursive: true });
  const modules: Record<string, string[]> = {};
  for (const [entry, file] of Object.entries(FILES) as [Entry, string][]) {
    const built = await buildEntry(entry);
    writeFileSync(join(out, file), built.code);
    modules[entry] = built.modules;
  }
  writeFileSync(join(out, 'modules.json'), JSON.stringify(modules, null, 2));
  writeFileSync(stampFile, stamp);
}

/** A key over all sources that can be in a bundle, and the tools that make it. */
function sourcesStamp(): string {
  const root = join(import.meta.dirname, '..');
  const widget = readdirSync(join(root, 'widget'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const shared = ['core/decision.ts', 'core/vocabulary.ts', 'package-lock.json'].map((file) => join(root, file));
  return fingerprint([...widget, ...shared].sort().map((file) => sha256(readFileSync(file, 'utf8'))));
}
