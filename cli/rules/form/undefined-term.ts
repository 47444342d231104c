import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';
import { definedTerms } from '../../lint/wording/definitions.ts';

const CAPITALISED = /(?<=\b(?:[Tt]he|[Aa]n?|[Aa]ny|[Ee]ach|[Ss]uch|[Yy]our|[Oo]ur)\s)(?:\p{Lu}\p{Ll}+)(?:\s\p{Lu}\p{Ll}+)?(?![\p{L}-])/gu;
const OFTEN = 3;
/** Places, tongues and documents carry capitals of their own. */
const PROPER =
  /^(?:United|European|English|German|French|Federal|American|Internet|California|Privacy|Cookie|Terms?|Data|State|Court|January|Supreme|Creative|General)\b/;

export const undefinedTerm = formRule({
  id: 'undefined-term',
  severity: 'warning',
  confidence: 'check',
  languages: ['en'],
  source: 'Directive 93/13/EEC Art. 5; plain language',
  advice: 'Define it with <Definition term="…">, or write it small.',
  check({ passages, components, tree, text }, report) {
    const defined = new Set(definedTerms(passages).map(({ term }) => stem(term)));
    for (const component of components) for (const { name, value } of component.attributes ?? []) if (name === 'term') defined.add(stem(String(value)));
    const names = `${tree?.organisation.name ?? ''} ${tree?.organisation.legalName ?? ''}`;
    const uses = new Map<string, { count: number; words: string; place: Parameters<typeof report>[1] }>();
    for (const { words, place, passage, end } of matchesIn(passages, CAPITALISED)) {
      const rest = passage.prose.slice(end);
      if (passage.kind === 'heading' || PROPER.test(words) || /^\s(?:of\s)?\p{Lu}/u.test(rest)) continue;
      const term = stem(words);
      const use = uses.get(term) ?? { count: 0, words, place };
      uses.set(term, { ...use, count: use.count + 1 });
    }
    for (const [term, { count, words, place }] of uses) {
      // A single word that is never written small is a name; one in quotation marks is explained where it stands.
      const isName = !words.includes(' ') && !new RegExp(`(?<![\\w./@-])${words.toLowerCase()}(?![\\w.@/-]*\\w\\.|\\.\\w)`).test(text);
      const isQuoted = new RegExp(`[“"„*_‘']+${words.replace(/s$/, '')}(?:s|ies)?[,.]?[”"“*_’']`).test(text);
      if (count >= OFTEN && !isName && !isQuoted && !defined.has(stem(term)) && !names.includes(words))
        report(`“${words}” is written like a defined term, ${count} times, and is not defined.`, place);
    }
  },
});

function stem(term: string): string {
  return term.toLowerCase().replace(/(?:ies|y|s)$/, '');
}
