import { type ByLanguage, matchesIn } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { speaksOf } from '../../lint/wording/topics.ts';

const NOBODY: ByLanguage<RegExp> = {
  en: /\b(?:trusted|selected|certain|various|our|business) (?:business )?(?:partners|third parties)\b/gi,
  de: /\b(?:vertrauenswürdige|ausgewählte|bestimmte|verschiedene|unsere)n? (?:partner|dritte)n?\b/gi,
};

export const gdprRecipients = lawRule({
  id: 'gdpr-recipients',
  severity: 'error',
  regimes: ['eu', 'uk'],
  wholePolicy: true,
  languages: ['en', 'de'],
  source: 'GDPR Art. 13(1)(e), 14(1)(e); WP260 rev.01, annex',
  advice: 'Name the recipients, or give categories with their trade and place: “a hosting provider in Ireland”.',
  check(document, report) {
    if (speaksOf(document, 'recipients')) return;
    const [partners] = matchesIn(document.passages, NOBODY[document.language]);
    if (partners) report(`“${partners.words}” could be anybody.`, partners.place);
    else report('Nothing says who receives the data.', placeAbout(document, 'sharing'));
  },
});
