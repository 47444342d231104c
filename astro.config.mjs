import { readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineConfig } from 'astro/config';

// `fairnotice build` sets these; `astro dev` and `astro check` look at the product's own content.
const root = process.env.FAIRNOTICE_ROOT ?? process.cwd();
const content = resolve(root, process.env.FAIRNOTICE_CONTENT ?? 'content');
const cache = resolve(root, process.env.FAIRNOTICE_CACHE ?? '.fairnotice/cache');
const { look } = JSON.parse(readFileSync(join(content, 'organisation.json'), 'utf8'));

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

const renderer = join(cache, 'renderer');

/**
 * Astro bundles the pages and makes none of them: `fairnotice build` keeps the bundle, and runs it on more
 * than one processor. See docs/decisions/0013-the-bundle-is-kept.md.
 */
const keepBundle = {
  name: 'keep-bundle',
  hooks: {
    // Without an adapter Astro would take its own entry instead of site/renderer.ts.
    'astro:config:done': ({ setAdapter }) =>
      setAdapter({
        name: 'fairnotice',
        entrypointResolution: 'auto',
        adapterFeatures: { buildOutput: 'static' },
        supportedAstroFeatures: { staticOutput: 'stable', sharpImageService: 'stable' },
      }),
    'astro:build:start': ({ setPrerenderer }) =>
      setPrerenderer({
        name: 'fairnotice',
        getStaticPaths: async () => [],
        render: () => Promise.reject(new Error('The kept bundle renders pages.')),
        // Astro removes its working folder after this.
        teardown: async () => renameSync(join(renderer, 'site', '.prerender'), join(renderer, 'bundle')),
      }),
  },
};

const ownEntry = {
  name: 'own-entry',
  configEnvironment: (name) => (name === 'prerender' ? { build: { rolldownOptions: { input: join(root, 'site', 'renderer.ts') } } } : undefined),
};

export default defineConfig({
  srcDir: './site',
  publicDir: './site/public',
  outDir: join(renderer, 'site'),
  cacheDir: join(cache, 'astro'),
  integrations: [keepBundle],
  base: look?.basePath ?? '/',
  trailingSlash: 'always',
  compressHTML: true,
  devToolbar: { enabled: false },
  build: { format: 'directory', inlineStylesheets: 'never' },
  markdown: { syntaxHighlight: false },
  vite: {
    plugins: [lookStyles, ownEntry],
    build: { assetsInlineLimit: 0 },
    server: { fs: { allow: ['.'] } },
  },
});
