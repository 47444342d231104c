/** How the banner's files are built: each by itself, for they share no module at run time. */
import { join } from 'node:path';
import { build, type InlineConfig, type Rollup } from 'vite';

const SOURCES = {
  main: 'main.ts',
  signalling: 'main.ts',
  rest: 'rest.ts',
  dialog: 'dialog.tsx',
  debug: 'debug.tsx',
  guard: 'guard.ts',
  module: 'index.ts',
  prerender: 'prerender.tsx',
} as const;
export type Entry = keyof typeof SOURCES;

/** The built files by entry. Those of the browser are scripts; the two that others import are modules. */
export const FILES = {
  main: 'main.js',
  /** The same for sites that tell tools of the choice. */
  signalling: 'signalling.js',
  rest: 'rest.js',
  dialog: 'dialog.js',
  debug: 'debug.js',
  guard: 'guard.js',
  module: 'fairnotice.mjs',
  prerender: 'prerender.mjs',
} as const satisfies Record<Entry, string>;

function config(entry: Entry): InlineConfig {
  const format = FILES[entry].endsWith('.mjs') ? 'es' : 'iife';
  return {
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'warn',
    define: { __SIGNALS__: entry === 'main' ? 'false' : 'true' },
    // Said, for else the environment decides, and a build inside a test would differ from the one that is published.
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      cssMinify: true,
      // Every browser with Shadow DOM style sheets by construction has `light-dark()` or shows the light colours.
      cssTarget: 'chrome123',
      lib: { entry: join(import.meta.dirname, SOURCES[entry]), formats: [format], name: 'fairnotice', fileName: () => FILES[entry] },
    },
  };
}

/**
 * Chromium compiles each function when it is first called. Nearly all of the first file's are called while the page loads,
 * so it is told to compile them at once (https://v8.dev/blog/explicit-compile-hints). Other browsers read a comment.
 */
const EAGER = '//# allFunctionsCalledOnLoad\n';

export interface BuiltEntry {
  code: string;
  /** What is in it, relative to the project. */
  modules: string[];
}

export async function buildEntry(entry: Entry): Promise<BuiltEntry> {
  const [result] = [await build(config(entry))].flat() as Rollup.RollupOutput[];
  const chunks = (result?.output ?? []).flatMap((output) => (output.type === 'chunk' ? [output as Rollup.OutputChunk] : []));
  const root = `${join(import.meta.dirname, '..')}/`;
  const text = chunks.map(({ code }) => code).join('\n');
  return {
    code: (entry === 'main' || entry === 'signalling' ? EAGER : '') + text.trim(),
    modules: chunks.flatMap(({ moduleIds }) => moduleIds).map((id) => id.replace(root, '').replace(/\?.*$/, '')),
  };
}
