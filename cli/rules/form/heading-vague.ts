import type { ByLanguage } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const VAGUE: ByLanguage<RegExp> = {
  en: /^(?:other|others|general|general information|miscellaneous|misc|details|information|more|more information|additional information|notes?|various|other information)$/i,
  de: /^(?:sonstiges|allgemeines|weiteres|verschiedenes|informationen|details|hinweise?|mehr|weitere informationen)$/i,
};

export const headingVague = formRule({
  id: 'heading-vague',
  severity: 'info',
  languages: ['en', 'de'],
  source: 'WCAG 2.2, 2.4.6: headings describe',
  advice: 'Name what the section tells.',
  check({ sections, language }, report) {
    for (const { heading, title, number } of sections) {
      const words = (number ? title.replace(/^\S+\s+/, '') : title).trim();
      if (heading && VAGUE[language]?.test(words)) report(`“${words}” could stand over any section.`, heading.place());
    }
  },
});
