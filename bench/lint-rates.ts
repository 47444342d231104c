/**
 * How often each lint rule speaks on real policies: `node bench/lint-rates.ts DIR… [--unchecked] [--samples RULE] [--locale de]`.
 * The kind of a document is guessed from its path and title; law rules run for the European Union and
 * California on those that are a privacy policy, a cookie policy or terms. With `--samples` it prints the
 * findings of one rule, so that somebody can judge them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Finding, type Format, type LintInput, type LintOptions, lintDocument, RULES } from '../cli/lint/index.ts';
import type { PolicyKind } from '../core/vocabulary.ts';

const FEWEST_WORDS = 150;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    unchecked: { type: 'boolean', default: false },
    samples: { type: 'string' },
    locale: { type: 'string', default: 'en' },
    today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
});

const documents = positionals.flatMap(filesIn).flatMap(readPolicy);
const started = performance.now();
const results = documents.map((input) => ({ input, kind: kindOf(input), findings: lintDocument(input, optionsFor(input)) }));
const elapsed = performance.now() - started;

if (values.samples === undefined) printTable();
else for (const finding of results.flatMap(({ findings }) => findings)) if (finding.rule === values.samples) printSample(finding);

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:md|mdx|txt)$/.test(entry.name) && !/README|LICENSE|CONTRIBUTING|TEMPLATE/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readPolicy(path: string): LintInput[] {
  const source = readFileSync(path, 'utf8');
  return source.split(/\s+/).length < FEWEST_WORDS ? [] : [{ path, source, format: extname(path).slice(1) as Format, locale: values.locale }];
}

function kindOf({ path, source }: LintInput): PolicyKind {
  const name = path
    .split('/')
    .slice(path.includes('/index.') ? -2 : -1)
    .join('/');
  const title = `${name} ${/^#{1,2} .*$/m.exec(source)?.[0] ?? ''}`;
  if (/cookie/i.test(title) && !/privacy/i.test(title)) return 'cookies';
  if (/privacy|datenschutz/i.test(title) && !/doxxing|removal|processor|regulations|guidelines/i.test(title)) return 'privacy';
  return /terms|\btos\b|\btou\b|_tos|_tou/i.test(title) ? 'terms' : 'other';
}

function optionsFor(input: LintInput): LintOptions {
  const kind = kindOf(input);
  return { today: values.today, unchecked: values.unchecked, kind, regimes: kind === 'other' ? [] : ['eu', 'us', 'us-ca'] };
}

function printTable(): void {
  const kinds = Map.groupBy(results, ({ kind }) => kind);
  const words = documents.reduce((sum, { source }) => sum + source.split(/\s+/).length, 0);
  print(
    `${documents.length} documents (${[...kinds].map(([kind, list]) => `${list.length} ${kind}`).join(', ')}), ${words} words, ${(elapsed / documents.length).toFixed(1)} ms each\n`,
  );
  print('| rule | severity | documents read | documents hit | findings | per document |\n|---|---|---|---|---|---|');
  for (const rule of RULES) {
    if (rule.subject !== 'document' || rule.needsTree || (rule.confidence === 'check' && !values.unchecked)) continue;
    const read = results.filter(({ kind }) => (rule.group === 'form' || kind !== 'other') && rule.appliesTo.some((name) => name === 'any' || name === kind));
    const counts = read.map(({ findings }) => findings.filter((finding) => finding.rule === rule.id).length);
    const total = counts.reduce((sum, count) => sum + count, 0);
    print(
      `| ${rule.id} | ${rule.severity} | ${read.length} | ${counts.filter(Boolean).length} | ${total} | ${read.length ? (total / read.length).toFixed(2) : '–'} |`,
    );
  }
}

function printSample({ path, line, column, message, quote }: Finding): void {
  print(`${path.split('/').slice(-2).join('/')}:${line}:${column} ${message}\n    “${quote}”`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
