import { type ByLanguage, matchesIn } from '../../lint/matches.ts';
import { passagesUnder } from '../../lint/outline.ts';
import { lawRule } from '../../lint/rule.ts';
import { contactIn, mentionsForm } from '../../lint/wording/contact.ts';
import { placeAbout } from '../../lint/wording/sections.ts';

const OFFICER: ByLanguage<RegExp> = { en: /\bdata protection officer\b|\bDPO\b/gi, de: /\bdatenschutzbeauftragte[nrs]?\b(?! f(?:ü|u)r)/gi };

export const gdprDpoContact = lawRule({
  id: 'gdpr-dpo-contact',
  severity: 'error',
  regimes: ['eu', 'uk'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 13(1)(b), 37(7)',
  advice: 'Add a way to reach the officer; a role address is enough, a name is not asked for.',
  check(document, report) {
    const officer = document.tree?.organisation.dataProtectionOfficer;
    const mentions = [...matchesIn(document.passages, OFFICER[document.language])];
    if (officer && mentions.length === 0) report('organisation.json names a data protection officer, and the text does not.', placeAbout(document, 'contact'));
    const [first] = mentions;
    const reachable = mentions.some(({ passage }) => mentionsForm(passage) || contactIn(document, passagesUnder(passage.section), passage.section));
    if (first && !reachable) report('A data protection officer is mentioned, and nothing nearby says how to reach one.', first.place);
  },
});
