import { lawRule } from '../../lint/rule.ts';
import { languagesOf, speaksOf } from '../../lint/wording/topics.ts';

const EU_ONLY = /\b(?:standard contractual clauses|SCCs?|EU clauses|standardvertragsklauseln)\b/i;

export const ukTransferTerms = lawRule({
  id: 'uk-transfer-terms',
  severity: 'warning',
  regimes: ['uk'],
  languages: languagesOf('uk-safeguards'),
  source: 'UK GDPR Art. 46; International Data Transfer Agreement or Addendum; UK adequacy regulations',
  advice: 'Name the UK Addendum or the International Data Transfer Agreement.',
  check(document, report) {
    const clauses = document.passages.find(({ prose }) => EU_ONLY.test(prose));
    if (clauses && !speaksOf(document, 'uk-safeguards'))
      report('Transfers from the United Kingdom rest on clauses of the Union alone.', clauses.placeOfFirst(EU_ONLY));
  },
});
