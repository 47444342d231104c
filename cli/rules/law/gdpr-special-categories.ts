import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const SPECIAL: ByLanguage<RegExp> = {
  en: /\bwe (?:may )?(?:collect|store|keep|process|hold|use)\b[^.\n]{0,120}\b(?:allerg\w+|health|medical|biometric\w*|genetic|religio\w+|ethnic\w*|sexual orientation|trade union|political opinions?)\b/i,
  de: /\bwir (?:erheben|speichern|verarbeiten|nutzen)\b[^.\n]{0,120}(?:gesundheit\w*|allergi\w+|biometrisch\w*|religi\w+|ethnisch\w*|gewerkschaft\w*)/i,
};
const CONDITION = /\bexplicit consent\b|\bArt(?:icle|\.)?\s?9\b|\bspecial categor\w+|\bausdrückliche\w* einwilligung|\bbesondere\w* kategorien/i;

export const gdprSpecialCategories = lawRule({
  id: 'gdpr-special-categories',
  severity: 'error',
  confidence: 'check',
  regimes: ['eu', 'uk'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 9(2); WP260 rev.01, annex',
  advice: 'Name the condition of Art. 9(2), for example explicit consent.',
  check(document, report) {
    if (CONDITION.test(document.text)) return;
    const [first] = sentencesWith(document, SPECIAL);
    if (first && !/\bnot?\b|\bnever\b|nicht|kein/i.test(first.match[0])) report('Data of a special category, and no condition for it.', first.place);
  },
});
