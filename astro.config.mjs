import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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
 * this build did not make. Emptying the folder first costs more than the whole of a small change.
 */
const keepUnchanged = {
  name: 'keep-unchanged',
  hooks: {
    'astro:build:start': () => rmSync(join(outDir, '_astro'), { recursive: true, force: true }),
    'astro:build:done': ({ assets }) => {
      const made = new Set([...assets.values()].flat().map((url) => fileURLToPath(url)));
      for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        if (entry.isFile() && !made.has(file) && !file.startsWith(join(outDir, '_astro'))) rmSync(file);
      }
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
    plugins: [lookStyles],
    build: { assetsInlineLimit: 0, emptyOutDir: !existsSync(join(cacheDir, 'incremental-build.json')) },
    server: { fs: { allow: ['.'] } },
  },
});
