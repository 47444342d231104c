import { countWords } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';

/** Small words that are frequent in one of the languages and rare in the others. */
const SMALL_WORDS: Readonly<Record<string, RegExp>> = {
  en: /\b(?:the|and|of|to|you|your|we|is|that|with|for|this|are|our)\b/gi,
  de: /\b(?:der|die|und|das|nicht|wir|sie|ist|mit|für|werden|eine|ihre|durch)\b/gi,
  fr: /\b(?:les|des|nous|vous|est|pour|dans|une|sur|vos|avec|aux|votre)\b/gi,
  es: /\b(?:los|las|que|para|una|por|con|sus|usted|del|esta|nuestros)\b/gi,
};
const ENOUGH_WORDS = 8;

export const languageOfParts = formRule({
  id: 'language-of-parts',
  severity: 'warning',
  confidence: 'check',
  languages: Object.keys(SMALL_WORDS),
  source: 'WCAG 2.2, 3.1.1 and 3.1.2',
  advice: 'Translate it, or mark it: <span lang="de">…</span>.',
  check({ passages, language }, report) {
    for (const passage of passages) {
      if (countWords(passage.prose) < ENOUGH_WORDS || passage.ancestors.some((node) => node.attributes?.some(({ name }) => name === 'lang'))) continue;
      const counts = Object.entries(SMALL_WORDS).map(([name, words]) => ({ name, count: passage.prose.match(words)?.length ?? 0 }));
      const own = counts.find(({ name }) => name === language)?.count ?? 0;
      const [best] = counts.sort((a, b) => b.count - a.count);
      if (best && best.name !== language && best.count >= 4 && own <= 1)
        report(`This looks like ${new Intl.DisplayNames('en', { type: 'language' }).of(best.name)}.`, passage.place());
    }
  },
});
