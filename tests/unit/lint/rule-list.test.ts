/** The list of rules: complete against the facts, true to them, and the same as the folders and the docs. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES, type Rule } from '../../../cli/lint/index.ts';
import { leftOutTable, ruleTable, sectionOf, withSection } from '../../../cli/lint/rule-table.ts';
import { LEFT_OUT } from '../../../cli/rules/left-out.ts';

interface Check {
  id: string;
  group: string;
  severity: string;
  confidence: string;
  regime: string[];
  appliesTo: string[];
}

/** What was collected of what policies should hold, without the texts. */
const checks = JSON.parse(readFileSync(new URL('policy-checks.json', import.meta.url), 'utf8')) as Check[];
const KINDS: Record<string, string[]> = { any: ['any'], privacy: ['privacy'], cookie: ['cookies'], terms: ['terms'], requests: [], notice: ['other'] };
const byId = new Map(RULES.map((rule) => [rule.id, rule]));

it('has a rule for each check of the facts, or a reason why not', () => {
  expect(checks.filter(({ id }) => !byId.has(id) && !LEFT_OUT[id]).map(({ id }) => id)).toEqual([]);
  expect(Object.keys(LEFT_OUT).filter((id) => byId.has(id))).toEqual([]);
  const known = new Set(checks.map(({ id }) => id));
  expect(RULES.filter(({ id }) => !known.has(id)).map(({ id }) => id)).toEqual([
    'banner-wording-unreviewed',
    'catalogue-unchecked',
    'organisation-fact-missing',
    'banner-control-off',
    'banner-storage-unlisted',
    'own-storage-unlisted',
  ]);
});

describe.each(checks.filter(({ id }) => byId.has(id)))('$id', (check) => {
  it('is as severe, as sure and as wide as the facts say', () => {
    const { group, severity, confidence, regimes, appliesTo } = byId.get(check.id) as Rule;
    expect({ group, severity, confidence, regimes }).toEqual({
      group: check.group,
      severity: check.severity,
      confidence: check.confidence,
      regimes: check.regime,
    });
    // A date of its own is only asked of policies: a file outside a content tree may be anything.
    if (check.id !== 'effective-date-absent') expect(appliesTo).toEqual(check.appliesTo.flatMap((kind) => KINDS[kind] ?? []));
  });
});

it('is one rule a file, named after it', () => {
  const files = ['form', 'law'].flatMap((group) => readdirSync(new URL(`../../../cli/rules/${group}/`, import.meta.url)).map((file) => `${group}/${file}`));
  expect(files.sort()).toEqual(RULES.map(({ group, id }) => `${group}/${id}.ts`).sort());
});

it('speaks to writers: each rule has a source and an advice of its own words', () => {
  for (const { id, source, advice } of RULES) {
    expect(source.length, id).toBeGreaterThan(10);
    expect(advice, id).toMatch(/[.?…”]$/);
    expect(advice.length, id).toBeLessThan(220);
  }
});

it('stands in the docs as it is (node cli/lint/rule-table.ts --write)', () => {
  const docs = readFileSync(new URL('../../../docs/lint.md', import.meta.url), 'utf8');
  expect(sectionOf(docs, 'rules')).toBe(ruleTable().trim());
  expect(sectionOf(docs, 'left-out')).toBe(leftOutTable().trim());
});

it('replaces a table in the docs and nothing around it', () => {
  const page = 'a\n\n<!-- rules: made by cli/lint/rule-table.ts -->\n\n<!-- /rules -->\n\nb\n';
  const once = withSection(page, 'rules', '| x |\n');
  expect(once).toBe('a\n\n<!-- rules: made by cli/lint/rule-table.ts -->\n\n| x |\n\n<!-- /rules -->\n\nb\n');
  expect(withSection(once, 'rules', '| x |\n')).toBe(once);
  expect(() => withSection('a', 'rules', 'x')).toThrow('has lost the marks');
});
