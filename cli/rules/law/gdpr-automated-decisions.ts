import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { languagesOf, speaksOf } from '../../lint/wording/topics.ts';

const DECIDES: ByLanguage<RegExp> = {
  en: /\b(?:algorithms?|automat\w+ (?:system|process|tool)s?|(?:machine learning|AI) (?:models?|systems?))\b[^.\n]{0,60}\b(?:approve|reject|decide|determine whether|deny|refuse|suspend|terminate)\w*\b|\bautomatically (?:approve|reject|deny|suspend|terminate)\w*\b/i,
  de: /\b(?:algorithm\w+|automatisch\w*)\b[^.\n]{0,60}\b(?:entscheid\w*|abgelehnt|genehmigt|gesperrt)\b/i,
};
const EXPLAINED = /(?<!\p{L})(?:logic|human|review\w*|appeal\w*|contest\w*|person|consequences?|mensch\w*|logik|überprüf\w*|anfecht\w*)\b/iu;

export const gdprAutomatedDecisions = lawRule({
  id: 'gdpr-automated-decisions',
  severity: 'error',
  regimes: ['eu', 'uk'],
  wholePolicy: true,
  languages: languagesOf('automated-decisions'),
  source: 'GDPR Art. 13(2)(f), 22; WP251 rev.01',
  advice: 'Describe the logic in plain words, what follows from it, and how to get a human. Where there is none, one sentence says so.',
  check(document, report) {
    for (const { sentence, place } of sentencesWith(document, DECIDES)) {
      const around = sentence.passage.section.passages.map((passage) => passage.prose).join('\n');
      if (!EXPLAINED.test(around)) report('A machine decides here, and neither its logic nor a human review is described.', place);
    }
    if (!speaksOf(document, 'automated-decisions') && !DECIDES[document.language]?.test(document.text))
      report('Nothing says whether decisions are automated.', placeAbout(document, 'rights'), { severity: 'info' });
  },
});
