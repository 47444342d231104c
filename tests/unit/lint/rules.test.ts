/** Each rule on a text that it must find and on one that it must leave alone. */
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../cli/lint/index.ts';
import { FORM_CASES } from './cases-form.ts';
import { LAW_CASES } from './cases-law.ts';
import { lintFor, markedPlace } from './samples.ts';

const CASES = { ...FORM_CASES, ...LAW_CASES };
const documentRules = RULES.filter((rule) => rule.subject === 'document').map((rule) => rule.id);

it('has a bad and a good example for each rule, and for nothing else', () => {
  expect(Object.keys(CASES).sort()).toEqual([...documentRules].sort());
});

describe.each(Object.entries(CASES))('%s', (id, { bad, good }) => {
  it('finds the bad example, at its line and column', () => {
    const findings = lintFor(id, bad);
    expect(findings.map(({ line, column }) => ({ line, column }))).toContainEqual(markedPlace(bad));
    expect(findings.every((finding) => finding.rule === id && finding.message.length > 10)).toBe(true);
  });

  it('is silent on the good one', () => {
    expect(lintFor(id, good)).toEqual([]);
  });
});
