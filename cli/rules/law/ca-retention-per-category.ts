import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { speaksOf } from '../../lint/wording/topics.ts';

export const caRetentionPerCategory = lawRule({
  id: 'ca-retention-per-category',
  severity: 'error',
  regimes: ['us-ca'],
  wholePolicy: true,
  appliesTo: ['privacy', 'other'],
  languages: ['en'],
  source: 'Civ. Code § 1798.100(a)(3); Cal. Code Regs. tit. 11 § 7012(e)(4)',
  advice: 'Give one period or one test for each category.',
  check(document, report) {
    // Of documents that are neither policy nor notice at collection nothing is asked.
    if (document.kind === 'other' && !/notice at collection/i.test(document.text)) return;
    if (!speaksOf(document, 'retention')) report('No category has a period, or a test that leads to one.', placeAbout(document, 'retention', 'california'));
  },
});
