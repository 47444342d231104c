/** Findings as people, programs and GitHub read them. */
import { expect, it } from 'vitest';
import { type Finding, formatGithub, formatJson, formatText } from '../../../cli/lint/index.ts';

const finding: Finding = {
  rule: 'dangling-lead-in',
  group: 'form',
  severity: 'error',
  confidence: 'sure',
  path: 'content/policies/privacy/2027-01-01/en.mdx',
  line: 42,
  column: 7,
  endLine: 42,
  endColumn: 20,
  quote: 'contact us at:',
  message: 'Nothing follows the colon: 100 % lost, really.',
  advice: 'Add what was announced.',
  source: 'GDPR Art. 13(1)(a)',
};
const accepted: Finding = { ...finding, line: 43, accepted: { reason: 'It is a quotation', by: 'front-matter' } };
const unchecked: Finding = { ...finding, severity: 'info', confidence: 'check', rule: 'term-drift' };

it('prints a place a line, like a compiler, and a summary', () => {
  const text = formatText([finding, unchecked, accepted], [{ rule: 'a', why: 'needs a content tree' }]);
  expect(text).toContain(
    'content/policies/privacy/2027-01-01/en.mdx:42:7: error: Nothing follows the colon: 100 % lost, really. [dangling-lead-in]\n    Add what was announced.\n    GDPR Art. 13(1)(a)\n',
  );
  expect(text).toContain('[term-drift, unchecked]');
  expect(text).toContain('accepted:\n  content/policies/privacy/2027-01-01/en.mdx:43:7: Nothing follows');
  expect(text).toContain('Accepted: It is a quotation');
  expect(text).toContain('not run, needs a content tree: 1 rules (a)');
  expect(text.trimEnd().endsWith('1 error, 0 warnings, 1 to know, 1 accepted.')).toBe(true);
});

it('says when there is nothing', () => {
  expect(formatText([])).toBe('Nothing found.\n');
});

it('gives programs everything, accepted findings too', () => {
  const read = JSON.parse(formatJson([finding, accepted]));
  expect(read).toMatchObject({ ok: false, counts: { error: 1, warning: 0, info: 0, accepted: 1 } });
  expect(read.findings[1].accepted.reason).toBe('It is a quotation');
});

it('annotates a pull request, with GitHub’s escapes', () => {
  const [first, second, third] = formatGithub([finding, unchecked, accepted]).split('\n');
  expect(first).toBe(
    '::error file=content/policies/privacy/2027-01-01/en.mdx,line=42,endLine=42,col=7,endColumn=20,title=dangling-lead-in::Nothing follows the colon: 100 %25 lost, really.%0AAdd what was announced.%0AGDPR Art. 13(1)(a)',
  );
  expect(second).toContain('::notice ');
  expect(second).toContain('title=term-drift (unchecked)');
  expect(third).toContain('::notice ');
  expect(third).toContain('Accepted: It is a quotation');
});
