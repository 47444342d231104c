/**
 * What the banner weighs in each language: brotli bytes of the built files of a site, as size-limit counts them.
 * `node bench/banner-sizes.ts [--write]` reads `dist/`, and puts the table into docs/widget.md.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const SITE = 'kairo';
const root = join(import.meta.dirname, '..');

interface Weighed {
  name: string;
  bytes: number;
}

function brotli(file: string): number {
  return brotliCompressSync(readFileSync(file)).length;
}

/** The first script in each language, the heaviest first. */
function bannerSizes(dist: string): Weighed[] {
  const folder = join(dist, 'banner');
  return readdirSync(folder)
    .flatMap((file) => {
      const locale = new RegExp(`^${SITE}\\.([A-Za-z-]+)\\.js$`).exec(file)?.[1];
      return locale && locale !== 'guard' ? [{ name: locale, bytes: brotli(join(folder, file)) }] : [];
    })
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

/** What is loaded when it is needed. */
function laterSizes(dist: string): Weighed[] {
  const folder = join(dist, 'pinned');
  return ['rest', 'dialog', 'debug'].flatMap((name) => {
    const file = readdirSync(folder).find((other) => other.startsWith(`${name}.`));
    return file ? [{ name, bytes: brotli(join(folder, file)) }] : [];
  });
}

function table(dist: string): string {
  const sizes = bannerSizes(dist);
  const [worst] = sizes;
  const best = sizes.at(-1);
  const cells = sizes.map(({ name, bytes }) => `\`${name}\` ${bytes}`);
  const columns = 5;
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) => cells.slice(row * columns, (row + 1) * columns));
  const padded = rows.map((row) => `| ${[...row, ...Array.from({ length: columns - row.length }, () => '')].join(' | ')} |`);
  const later = laterSizes(dist).map(({ name, bytes }) => `${name} ${bytes}`);
  return [
    `The first script of \`${SITE}\` (opt-in), brotli bytes by language, the heaviest first: from ${best?.bytes} (\`${best?.name}\`) to ${worst?.bytes} (\`${worst?.name}\`).`,
    '',
    `|${'  |'.repeat(columns)}`,
    `|${' --- |'.repeat(columns)}`,
    ...padded,
    '',
    `Loaded when needed, once for all languages: ${later.join(', ')}. The notice document with every text comes with the first of them.`,
  ].join('\n');
}

const BEGIN = '<!-- sizes: made by bench/banner-sizes.ts -->';
const END = '<!-- /sizes -->';
const text = table(join(root, 'dist'));
process.stdout.write(`${text}\n`);
if (process.argv.includes('--write')) {
  const path = join(root, 'docs', 'widget.md');
  const docs = readFileSync(path, 'utf8');
  const [before, rest] = docs.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`docs/widget.md has lost the marks ${BEGIN} … ${END}`);
  writeFileSync(path, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
}
