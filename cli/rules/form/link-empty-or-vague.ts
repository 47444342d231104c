import type { ByLanguage } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const VAGUE: ByLanguage<RegExp> = {
  en: /^(?:click )?(?:here|this|this link|link|this page|page|this website|more|read more|more info(?:rmation)?|click)$/i,
  de: /^(?:hier(?: klicken)?|klicken sie hier|link|dieser link|diesem link|mehr|weiterlesen|mehr erfahren)$/i,
};
const LONG_ADDRESS = 60;

export const linkEmptyOrVague = formRule({
  id: 'link-empty-or-vague',
  severity: 'warning',
  source: 'WCAG 2.2, 2.4.4 and 2.4.9: the words of a link tell where it leads',
  advice: 'Put the link on the words that name its goal.',
  check({ links, language }, report) {
    for (const { href, text, passage, place } of links) {
      const words = text
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/[.,:!»›>]+$/, '');
      const image = passage.spansOf('image').some((span) => span.node.alt && place.start < (span.node.position?.start.offset ?? 0));
      if (!words && !image && href && passage.text.trim()) report('A link without words: nobody can see or hear it.', place);
      else if (VAGUE[language]?.test(words)) report(`“${words}” does not tell where the link leads.`, place);
      else if (/^https?:\/\//.test(words) && words.length > LONG_ADDRESS && passage.text.trim().length > words.length * 1.5)
        report('A long address stands in the sentence: a screen reader spells it out.', place);
    }
  },
});
