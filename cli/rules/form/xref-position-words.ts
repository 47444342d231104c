import { type ByLanguage, matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const POSITION: ByLanguage<RegExp> = {
  en: /\b(?:listed|described|mentioned|set out|set forth|stated|outlined|explained|defined|noted|discussed|identified|see)\s+(?:immediately |further )?(?:above|below)\b|\b(?:sections?|lists?|tables?|paragraphs?)\s+(?:above|below)\b|\bprevious page\b/gi,
  de: /\b(?:oben|unten|vorstehend|nachstehend)\s+(?:genannt|beschrieben|aufgeführt|aufgelistet|dargestellt|erläutert)\w*\b|\b(?:siehe|s\.)\s+(?:oben|unten)\b/gi,
};

export const xrefPositionWords = formRule({
  id: 'xref-position-words',
  severity: 'info',
  languages: ['en', 'de'],
  source: 'WCAG 2.2, 1.3.3; “above” is wrong as soon as a section moves or is read alone',
  advice: 'Name the section and link to it.',
  check({ passages, language }, report) {
    for (const { words, place, passage, end } of matchesIn(passages, POSITION[language])) {
      const leadsIn = /^[^.]{0,40}:\s*$/.test(passage.prose.slice(end));
      const linked = passage.spansOf('link').some((span) => span.href?.includes('#'));
      const shown = /below/.test(words) && /^(?:table|list)$/.test(passage.next?.type ?? '');
      if (!leadsIn && !linked && !shown && passage.kind !== 'heading') report(`“${words}” tells a direction and no place.`, place);
    }
  },
});
