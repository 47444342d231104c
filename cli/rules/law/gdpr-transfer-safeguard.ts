import { type ByLanguage, matchesIn } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';
import { speaksOf } from '../../lint/wording/topics.ts';

/** A transfer to a place outside; that data stays inside needs no safeguard. */
const LEAVES: ByLanguage<RegExp> = {
  en: /\btransfer(?:s|red|ring)?\b[^.\n]{0,160}\b(?:to (?:the )?(?:United States|US\b|U\.S\.|USA|third countries|other countries|countries)|outside (?:of )?(?:the )?(?:EU|EEA|European|UK|your))|\b(?:may |can |will )go to the US\b/gi,
  de: /(?<!\p{L})(?:übermitt\w+|übertrag\w+|transfer\w*)\b[^.\n]{0,120}(?:in die USA|drittl[aä]nd\w*|außerhalb (?:der|des) (?:EU|EWR|Europäischen))/giu,
};
const CLAUSES = /\bcontractual clauses\b|\bSCCs?\b|\bbinding corporate rules\b|\bstandardvertragsklauseln\b/i;
const COPY: ByLanguage<RegExp> = {
  en: /\bcop(?:y|ies)\b|\bobtain\b|\brequest\b|\bavailable (?:at|from|here|on)\b|\bcontact us\b|\blearn more\b/i,
  de: /\bkopie\b|\babruf\w*|\banforder\w*|\bverfügbar\b|\berhalten sie\b/i,
};

export const gdprTransferSafeguard = lawRule({
  id: 'gdpr-transfer-safeguard',
  severity: 'error',
  regimes: ['eu', 'uk'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 13(1)(f), 46, 47, 49(1)',
  advice:
    'Name the safeguard (adequacy decision, standard contractual clauses, binding corporate rules), and how to get a copy of the clauses: a link is enough.',
  check(document, report) {
    const [transfer] = matchesIn(document.passages, LEAVES[document.language]);
    if (!transfer) return;
    if (!speaksOf(document, 'safeguards')) {
      report('Data leaves the area, and no safeguard is named.', transfer.place);
      return;
    }
    const clauses = document.passages.filter((passage) => CLAUSES.test(passage.prose));
    const sections = new Set(clauses.map((passage) => passage.section));
    const near = document.passages.filter((passage) => sections.has(passage.section));
    const [first] = clauses;
    if (first && !near.some((passage) => passage.spansOf('link').length || COPY[document.language]?.test(passage.prose)))
      report('Nothing says how to get a copy of the clauses.', first.placeOfFirst(CLAUSES));
  },
});
