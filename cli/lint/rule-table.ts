/**
 * The tables of docs/lint.md, made from the rules. `node cli/lint/rule-table.ts --write` puts them in; a test
 * compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { RULES } from '../rules/index.ts';
import { LEFT_OUT } from '../rules/left-out.ts';
import type { Rule } from './rule.ts';

type Section = 'rules' | 'left-out';

export function ruleTable(): string {
  const head = '| rule | severity | for | languages | source |\n|---|---|---|---|---|\n';
  const groups = [
    { title: 'Form', rules: RULES.filter(({ group }) => group === 'form') },
    { title: 'Law', rules: RULES.filter(({ group }) => group === 'law') },
  ];
  return groups.map(({ title, rules }) => `### ${title}: ${rules.length} rules\n\n${head}${rules.map(row).join('\n')}\n`).join('\n');
}

export function leftOutTable(): string {
  return `| check | why it is no rule |\n|---|---|\n${Object.entries(LEFT_OUT)
    .map(([id, why]) => `| \`${id}\` | ${cell(why)} |`)
    .join('\n')}\n`;
}

function row(rule: Rule): string {
  const { id, severity, confidence, regimes, appliesTo, languages, needsTree, source, subject } = rule;
  const subjects = [
    ...(subject === 'organisation' ? ['organisation.json'] : subject === 'site' ? ['sites/<site>.json'] : appliesTo.filter((kind) => kind !== 'any')),
    ...regimes.filter((regime) => regime !== 'all'),
    ...(needsTree ? ['content tree'] : []),
  ];
  return `| \`${id}\` | ${severity}${confidence === 'check' ? ', unchecked' : ''} | ${subjects.join(', ') || 'any text'} | ${languages?.join(', ') ?? 'all'} | ${cell(source)} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

const marks = (section: Section) => ({ begin: `<!-- ${section}: made by cli/lint/rule-table.ts -->`, end: `<!-- /${section} -->` });

/** Where a section's text begins and ends. Throws where its marks are missing: better no table than half a page. */
function boundsOf(docs: string, section: Section): { start: number; end: number } {
  const { begin, end } = marks(section);
  const start = docs.indexOf(begin) + begin.length;
  const stop = docs.indexOf(end, start);
  if (start < begin.length || stop === -1) throw new Error(`docs/lint.md has lost the marks ${begin} … ${end}`);
  return { start, end: stop };
}

/** What stands between the marks of a section. */
export function sectionOf(docs: string, section: Section): string {
  const { start, end } = boundsOf(docs, section);
  return docs.slice(start, end).trim();
}

/** The page with a new text in a section, and everything around it as it was. */
export function withSection(docs: string, section: Section, text: string): string {
  const { start, end } = boundsOf(docs, section);
  return `${docs.slice(0, start)}\n\n${text.trim()}\n\n${docs.slice(end)}`;
}

if (process.argv[1] === import.meta.filename && process.argv.includes('--write')) {
  const path = new URL('../../docs/lint.md', import.meta.url);
  writeFileSync(path, withSection(withSection(readFileSync(path, 'utf8'), 'rules', ruleTable()), 'left-out', leftOutTable()));
}
