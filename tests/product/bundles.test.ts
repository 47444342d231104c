/** What may be in the banner's built files, and what they weigh. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/command.ts';
import { builtSite, KAIRO, NOW } from '../support/run-sites.ts';

const folder = join(ROOT, '.fairnotice', 'widget');
/** Files that run on host pages, by the name of their entry. */
const SHIPPED: Record<string, string> = {
  main: 'main.js',
  signalling: 'signalling.js',
  rest: 'rest.js',
  dialog: 'dialog.js',
  debug: 'debug.js',
  guard: 'guard.js',
  module: 'fairnotice.mjs',
};
const PREACT = /^node_modules\/preact\//;
const SHARED = ['core/vocabulary.ts', 'core/decision.ts'];

let modules: Record<string, string[]> = {};
beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'widget', 'build.ts'), folder], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  modules = JSON.parse(readFileSync(join(folder, 'modules.json'), 'utf8')) as Record<string, string[]>;
});

const codeOf = (entry: string): string => readFileSync(join(folder, SHIPPED[entry] ?? ''), 'utf8');

describe.each(Object.keys(SHIPPED))('%s', (entry) => {
  test('holds nothing but the widget, Preact and the two files of core that import nothing', () => {
    const strange = (modules[entry] ?? []).filter((id) => !id.startsWith('widget/') && !PREACT.test(id) && !SHARED.includes(id) && !id.startsWith('\0'));
    expect(modules[entry]?.length).toBeGreaterThan(0);
    expect(strange).toEqual([]);
  });

  test('makes no code and no markup from text', () => {
    const code = codeOf(entry);
    // Preact knows the property by its name; that no component uses it is held below.
    const forbidden = [/\beval\(/, /new Function\b/, /document\.write/, /style=["'\\]/, /insertAdjacentHTML/];
    const without = modules[entry]?.some((id) => PREACT.test(id)) ? forbidden : [...forbidden, /innerHTML/];
    expect(without.filter((pattern) => pattern.test(code)).map(String)).toEqual([]);
  });
});

test('only what is loaded on demand holds Preact', () => {
  const withPreact = Object.keys(SHIPPED).filter((entry) => modules[entry]?.some((id) => PREACT.test(id)));
  expect(withPreact.filter((entry) => entry !== 'dialog' && entry !== 'debug')).toEqual([]);
});

test('no source of the widget names a way to write markup as text', () => {
  const sources = readdirSync(join(ROOT, 'widget'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const found = sources.filter((file) =>
    /innerHTML|outerHTML|dangerouslySet|insertAdjacentHTML|style=\{/.test(readFileSync(join(ROOT, 'widget', file), 'utf8')),
  );
  expect(found).toEqual([]);
});

/** In size-limit's unit: a KB is 1000 bytes. */
describe('brotli bytes', () => {
  test('of the first script: under 5,000 in English, under 5 KB (5,120) in every language', async () => {
    const banners = join(await builtSite({ content: KAIRO, now: NOW }), 'banner');
    const sizes = readdirSync(banners).flatMap((file) => {
      const locale = /^kairo\.([A-Za-z-]+)\.js$/.exec(file)?.[1];
      return locale && locale !== 'guard' ? [{ locale, bytes: brotliCompressSync(readFileSync(join(banners, file))).length }] : [];
    });
    expect(sizes.length).toBe(35);
    expect(sizes.find(({ locale }) => locale === 'en')?.bytes).toBeLessThan(5000);
    expect(sizes.filter(({ bytes }) => bytes >= 5120)).toEqual([]);
  });

  test('of the dialog, with all that it needs: under 12 KB more', () => {
    const bytes = ['rest', 'dialog'].map((entry) => brotliCompressSync(codeOf(entry)).length);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(12_000);
  });

  test('of what is loaded when it is needed: as docs/widget.md says, give or take a twentieth (node bench/banner-sizes.ts --write)', () => {
    const docs = readFileSync(join(ROOT, 'docs', 'widget.md'), 'utf8');
    for (const entry of ['rest', 'dialog', 'debug']) {
      const told = Number(new RegExp(`^Loaded when needed.*\\b${entry} (\\d+)`, 'm').exec(docs)?.[1]);
      expect(told / brotliCompressSync(codeOf(entry)).length, entry).toBeCloseTo(1, 1);
    }
  });
});
