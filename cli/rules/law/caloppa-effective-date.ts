import { lawRule } from '../../lint/rule.ts';
import { datesIn, monthsIn } from '../../lint/wording/dates.ts';

const FIGURES = /\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b/;

export const caloppaEffectiveDate = lawRule({
  id: 'caloppa-effective-date',
  severity: 'error',
  regimes: ['us-ca'],
  source: 'Bus. & Prof. Code § 22575(b)(4)',
  advice: 'Show the effective date. In a content tree every page does.',
  check({ tree, passages, frontMatter }, report) {
    if (tree || Object.values(frontMatter).some((value) => value instanceof Date || datesIn(String(value)).length)) return;
    if (!passages.some(({ prose }) => datesIn(prose).length || monthsIn(prose).length || FIGURES.test(prose))) report('No effective date.');
  },
});
