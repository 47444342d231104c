import { lawRule } from '../../lint/rule.ts';
import { sentencesOnDataFromOthers } from '../../lint/wording/conditions.ts';

const WHEN =
  /\b(?:within (?:one|a|1) month|first (?:contact|communication)|when we (?:first )?(?:contact|write)|inform you|innerhalb eines monats|ersten kontakt)\b/i;

export const gdprArt14Timing = lawRule({
  id: 'gdpr-art14-timing',
  severity: 'warning',
  confidence: 'check',
  regimes: ['eu', 'uk'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 14(3)',
  advice: 'Say when you tell people: at the first contact, after one month at the latest.',
  check(document, report) {
    const [first] = sentencesOnDataFromOthers(document);
    if (first && !WHEN.test(document.text))
      report('Data comes from others, and nothing says when people learn of it.', first.passage.place(first.start, first.end));
  },
});
