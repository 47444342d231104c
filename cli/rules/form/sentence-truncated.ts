import type { ByLanguage } from '../../lint/matches.ts';
import { countWords, type Passage } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';
import { givesContact } from '../../lint/wording/contact.ts';

/** Words after which an English or German sentence must go on. Prepositions can end one ("to opt in"). */
const GOES_ON: ByLanguage<RegExp> = {
  en: /(?:^|\s)(?:the|an|our|your|their|its|than|because|unless|until|will|shall|must|should|would|could|cannot|in order to|and|or|but|of|with the|for the)$/,
  de: /(?:^|\s)(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|unser|unsere|unseren|ihr|ihre|ihren|und|oder|aber|weil|wenn|dass|um|für|durch|von|vom|zum|zur)$/,
};
/** Clauses of one sentence, each a paragraph: `(a) …; and`. */
const JOINS_CLAUSES = /[;,]\s*(?:and|or|but|und|oder)$/i;
const LONG = 12;

export const sentenceTruncated = formRule({
  id: 'sentence-truncated',
  severity: 'error',
  source: 'A text that lost a piece',
  advice: 'Finish the sentence; look at an earlier version for what it said.',
  check({ passages, language }, report) {
    for (const passage of passages) {
      const words = passage.prose.trimEnd();
      if (passage.kind === 'heading' || passage.kind === 'cell' || !words || endsInMarkup(passage, words.length)) continue;
      const place = passage.place(Math.max(0, words.length - 40), words.length);
      if (passage.next && /^(?:list|table|code|blockquote|html|mdx)/.test(passage.next.type)) continue;
      const open = /[([{]$/.exec(words) ?? (passage.kind === 'paragraph' && !JOINS_CLAUSES.test(words) ? GOES_ON[language]?.exec(words) : undefined);
      if (open) report(`This ends with “${open[0].trim()}”, in the middle of a sentence.`, place);
      else if (passage.kind === 'paragraph' && countWords(words) > LONG && stopsShort(passage, words))
        report('The last sentence of this paragraph stops without a full stop.', place, { severity: 'warning' });
    }
  },
});

/** A link, code, image, component or line break at the end: an address or a name, not prose. */
function endsInMarkup(passage: Passage, end: number): boolean {
  return (
    passage.text.includes('\n') ||
    passage.spans.some((span) => span.type !== 'strong' && span.type !== 'emphasis' && span.end >= end) ||
    /^mdx|^html|^image|^footnote/.test(passage.node.children?.at(-1)?.type ?? '')
  );
}

/** Prose with full stops inside and none at the end. Without one inside it may be a title, a caption or an address. */
function stopsShort(passage: Passage, words: string): boolean {
  return (
    passage.ancestors.length === 1 &&
    /[.!?]\s+\p{Lu}/u.test(words) &&
    /[\p{Ll},]$/u.test(words) &&
    !/(?:https?:|www\.|@|\.\w{2,4}$)\S*$/.test(words) &&
    !givesContact(passage)
  );
}
