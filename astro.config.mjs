import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
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

export default defineConfig({
  srcDir: './site',
  publicDir: './site/public',
  outDir: join(resolve(root, process.env.FAIRNOTICE_OUT ?? 'dist'), base),
  cacheDir: join(resolve(root, process.env.FAIRNOTICE_CACHE ?? '.fairnotice/cache'), 'astro'),
  base,
  trailingSlash: 'always',
  compressHTML: true,
  devToolbar: { enabled: false },
  build: { format: 'directory', inlineStylesheets: 'never', concurrency: 8 },
  markdown: { syntaxHighlight: false },
  // Pages whose key is unchanged are kept from the last build.
  experimental: { incrementalBuild: true },
  vite: { plugins: [lookStyles], build: { assetsInlineLimit: 0 }, server: { fs: { allow: ['.'] } } },
});
