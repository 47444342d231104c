/**
 * Builds the receipt verifier into a folder, for the site to place: `node verifier/build.ts DIR`. Two files, each a
 * script: the verifier, and the Ed25519 that it fetches where a browser has none. What did not change is not built again.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Rollup } from 'vite';
import { fingerprint, sha256 } from '../core/digest.ts';

const ENTRIES = { verify: 'main.ts', ed25519: 'ed25519.ts' };

const out = process.argv[2];
if (!out) throw new Error('node verifier/build.ts DIR');
const root = join(import.meta.dirname, '..');
const stampFile = join(out, 'stamp');
const stamp = sourcesStamp();
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  mkdirSync(out, { recursive: true });
  const modules: Record<string, string[]> = {};
  for (const [name, source] of Object.entries(ENTRIES)) modules[name] = await bundle(name, source, out);
  writeFileSync(join(out, 'modules.json'), JSON.stringify(modules, null, 2));
  writeFileSync(stampFile, stamp);
}

/** @returns what is in it, relative to the project. */
async function bundle(name: string, source: string, folder: string): Promise<string[]> {
  const [result] = [
    await build({
      configFile: false,
      root: import.meta.dirname,
      logLevel: 'warn',
      build: {
        write: false,
        target: 'es2022',
        minify: true,
        lib: { entry: join(import.meta.dirname, source), formats: ['iife'], name: 'fairnotice', fileName: () => `${name}.js` },
      },
    }),
  ].flat() as Rollup.RollupOutput[];
  const chunks = (result?.output ?? []).flatMap((output) => (output.type === 'chunk' ? [output as Rollup.OutputChunk] : []));
  writeFileSync(join(folder, `${name}.js`), chunks.map(({ code }) => code.trim()).join('\n'));
  return chunks.flatMap(({ moduleIds }) => moduleIds).map((id) => id.replace(`${root}/`, ''));
}

/** A key over all sources that can be in a bundle, and the tools that make it. */
function sourcesStamp(): string {
  const below = (folder: string): string[] =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
      : [];
  const sources = [...below('verifier'), ...below('core/log'), ...below('core/consent'), join(root, 'package-lock.json')];
  return fingerprint(sources.sort().map((file) => sha256(readFileSync(file, 'utf8'))));
}
