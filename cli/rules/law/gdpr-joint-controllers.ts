import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const JOINT: ByLanguage<RegExp> = { en: /\bjoint(?:ly)? (?:data )?controllers?\b/i, de: /\bgemeinsam(?:e[rn]?)? (?:für die verarbeitung )?verantwortlich\w*/i };
const ARRANGED =
  /\b(?:arrangement|agreement|agreed|responsible for|essence|contact (?:point|either|us)|addendum|roles?|each of|vereinbar\w*|zuständig|anlaufstelle)\b/i;

export const gdprJointControllers = lawRule({
  id: 'gdpr-joint-controllers',
  severity: 'warning',
  regimes: ['eu', 'uk'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 26(2)',
  advice: 'Say who does what, and whom to ask.',
  check(document, report) {
    for (const { sentence, place } of sentencesWith(document, JOINT)) {
      const around = sentence.passage.section.passages;
      const linked = sentence.passage.spansOf('link').length > 0;
      if (!linked && !around.some(({ prose }) => ARRANGED.test(prose))) report('Joint controllers, and not a word on how they share the work.', place);
    }
  },
});
