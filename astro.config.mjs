import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'astro/config';

// `fairnotice build` sets these; a plain `astro build` makes the product's own content.
const root = process.env.FAIRNOTICE_ROOT ?? process.cwd();
const content = resolve(root, process.env.FAIRNOTICE_CONTENT ?? 'content');
const { look } = JSON.parse(readFileSync(join(content, 'organisation.json'), 'utf8'));
const base = look?.basePath ?? '/';

/** The organisation's colours as custom properties, part of the one style sheet. */
const lookStyles = {
  name: 'look.css',
  resolveId: (id) => (id === 'virtual:look.css' ? '\0virtual:look.css' : undefined),
  load: (id) => {
    if (id !== '\0virtual:look.css') return undefined;
    const { accent, accentDark } = look ?? {};
    return `:root{${accent ? `--accent-light:${accent};` : ''}${accentDark ? `--accent-dark:${accentDark};` : ''}}`;
  },
};

const outDir = join(resolve(root, process.env.FAIRNOTICE_OUT ?? 'dist'), base);
const cacheDir = join(resolve(root, process.env.FAIRNOTICE_CACHE ?? '.fairnotice/cache'), 'astro');

/**
 * Leaves the files of the last build in place, for most stay as they are, and removes afterwards what
 * this build did not make. Emptying the folder first costs more than the whole of a small change, and a
 * build that fails must not have touched it.
 */
let started = 0;
const keepUnchanged = {
  name: 'keep-unchanged',
  hooks: {
    'astro:build:start': () => {
      started = Date.now();
    },
    'astro:build:done': ({ assets }) => {
      const made = new Set([...assets.values()].flat().map((url) => fileURLToPath(url)));
      const styles = join(outDir, '_astro');
      for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        if (!entry.isFile() || made.has(file)) continue;
        // Astro names no styles; each build writes its own anew.
        if (!file.startsWith(styles) || statSync(file).mtimeMs < started - 1000) rmSync(file);
      }
    },
  },
};

/** Where `fairnotice build` proves the content beside this process, no page is written before it says that all is well. */
const waitForProof = {
  name: 'wait-for-proof',
  buildApp: {
    order: 'post',
    async handler() {
      if (process.env.FAIRNOTICE_WAITS !== '1') return;
      for await (const _word of process.stdin) return;
      process.exit(1);
    },
  },
};

export default defineConfig({
  srcDir: './site',
  publicDir: './site/public',
  outDir,
  cacheDir,
  integrations: [keepUnchanged],
  base,
  trailingSlash: 'always',
  compressHTML: true,
  devToolbar: { enabled: false },
  build: { format: 'directory', inlineStylesheets: 'never', concurrency: 16 },
  markdown: { syntaxHighlight: false },
  // Pages whose key is unchanged are kept from the last build.
  experimental: { incrementalBuild: true },
  vite: {
    plugins: [lookStyles, waitForProof],
    build: { assetsInlineLimit: 0, emptyOutDir: false },
    server: { fs: { allow: ['.'] } },
  },
});
