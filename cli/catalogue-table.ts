/**
 * What is made from the files of the catalogue: the table of docs/catalogue.md and the module that imports every
 * service. `node cli/catalogue-table.ts --write` puts them in after a service came or changed; a test compares.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Service } from '../core/catalogue/schema.ts';

const FOLDER = new URL('../core/catalogue/', import.meta.url);
const INDEX = new URL('index.ts', FOLDER);
const DOCS = new URL('../docs/catalogue.md', import.meta.url);
const BEGIN = '<!-- services: made by cli/catalogue-table.ts -->';
const END = '<!-- /services -->';

/** The ids of the services, as their files are named. */
export function idsOnDisk(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

/** The source of core/catalogue/index.ts. Static imports, so that Node, Vite and workerd load it alike. */
export function indexModule(ids: readonly string[]): string {
  const name = (id: string): string => id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const lines = new Map(ids.map((id) => [id, `import ${name(id)} from './${id}.json' with { type: 'json' };`]));
  lines.set('schema', "import type { Service } from './schema.ts';");
  return [
    '/** Every service of the catalogue. Made by cli/catalogue-table.ts: do not edit. */',
    ...[...lines.keys()].sort().map((key) => lines.get(key)),
    '',
    'export const SERVICES = [',
    ...ids.map((id) => `  ${name(id)},`),
    '] as unknown as readonly Service[];',
    '',
  ].join('\n');
}

export function catalogueTable(services: readonly Service[]): string {
  const compared = services.filter(({ confidence }) => confidence === 'sure').length;
  const lead = `${services.length} services. ${compared} were compared with the provider’s own pages; the others say \`check\`, and why.`;
  const head = ['id', 'service', 'kind', 'category', 'entries here, there', 'signals', 'confidence'];
  return `${lead}\n\n${aligned([head, ...services.map(cells)])}\n`;
}

function cells({ id, name, provider, kind, category, entries, signals, confidence, sources }: Service): string[] {
  const here = entries.filter(({ party }) => party === 'first').length;
  const who = name.includes(provider.name) ? name : `${name}, ${provider.name}`;
  return [`\`${id}\``, `[${who}](${sources[0]?.url})`, kind, category, `${here}, ${entries.length - here}`, signals.join(', '), confidence];
}

/** A table with its columns in line, as the formatter leaves it. The first row is the head. */
function aligned(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n');
}

function bounds(page: string): { start: number; end: number } {
  const start = page.indexOf(BEGIN) + BEGIN.length;
  const end = page.indexOf(END, start);
  if (start < BEGIN.length || end === -1) throw new Error(`docs/catalogue.md has lost the marks ${BEGIN} … ${END}`);
  return { start, end };
}

/** What stands between the marks of the page. */
export function tableOf(page: string): string {
  const { start, end } = bounds(page);
  return page.slice(start, end).trim();
}

function withTable(page: string, table: string): string {
  const { start, end } = bounds(page);
  return `${page.slice(0, start)}\n\n${table.trim()}\n\n${page.slice(end)}`;
}

if (process.argv[1] === import.meta.filename && process.argv.includes('--write')) {
  const ids = idsOnDisk();
  const services = ids.map((id) => JSON.parse(readFileSync(new URL(`${id}.json`, FOLDER), 'utf8')) as Service);
  writeFileSync(INDEX, indexModule(ids));
  writeFileSync(DOCS, withTable(readFileSync(DOCS, 'utf8'), catalogueTable(services)));
}
