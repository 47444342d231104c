import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { languagesOf, speaksOf } from '../../lint/wording/topics.ts';

const TWELVE_MONTHS = /\b(?:12|twelve)(?:\s*\(12\))?[-\s]+months?\b|\b(?:past|last|preceding|previous) (?:calendar )?year\b/i;

export const caCategoriesCollected = lawRule({
  id: 'ca-categories-collected',
  severity: 'error',
  regimes: ['us-ca'],
  wholePolicy: true,
  languages: languagesOf('us-categories'),
  source: 'Civ. Code § 1798.110(c)(1), 1798.130(a)(5)(B), 1798.140(v)(1); Cal. Code Regs. tit. 11 § 7011(e)(1)(A)',
  advice: 'List the categories of the statute that you collected in the past 12 months, and say that it is for these months.',
  check(document, report) {
    const place = placeAbout(document, 'california', 'collection');
    if (!speaksOf(document, 'us-categories')) report('The categories of personal information are not named.', place);
    else if (!TWELVE_MONTHS.test(document.text)) report('The categories are not said to be those of the past 12 months.', place);
  },
});
