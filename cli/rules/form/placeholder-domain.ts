import { type Match, matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const RESERVED = '(?:[\\w-]+\\.)*(?:example\\.(?:com|org|net)|(?:your|my)-?(?:domain|company|site|website)\\.\\w{2,}|[\\w-]+\\.(?:example|test|invalid))';
/** An address that somebody is to use. A bare name in passing is mostly an illustration. */
const ADDRESS = new RegExp(
  `(?<![\\w.@/-])(?:https?://|mailto:|[\\w.+-]+@|(?<=\\b(?:visit|contact|at|website|write to) ))${RESERVED}(?![\\w-]*\\.?\\w*@|\\.\\w)\\b`,
  'gi',
);
const LOOPBACK = /https?:\/\/(?:localhost|127\.0\.0\.1)\b/gi;
const TELEPHONE = /\b(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]555[-. ]01\d{2}\b|\b0{3}[-. ]?0{3,}\b|\b123[-. ]?456[-. ]?7890\b/g;
/** Said as an example, it is one. */
const ILLUSTRATES = /\b(?:e\.g|for example|for instance|such as|like|say|example|format|z\.\s?B|zum Beispiel|beispielsweise|etwa)\b[^.]{0,60}$/i;

export const placeholderDomain = formRule({
  id: 'placeholder-domain',
  severity: 'error',
  source: 'RFC 2606 and RFC 6761 (reserved names); GDPR Art. 13(1)(a): a contact must work',
  advice: 'Put in an address that somebody reads.',
  check({ passages, links }, report) {
    const spoken = ({ passage, start }: Match) => !ILLUSTRATES.test(passage.prose.slice(0, start));
    const reported = new Set<number>();
    for (const pattern of [ADDRESS, LOOPBACK, TELEPHONE]) {
      for (const match of matchesIn(passages, pattern)) {
        if (!spoken(match)) continue;
        reported.add(match.place.start);
        report(`${match.words} is reserved for examples: nobody is there.`, match.place);
      }
    }
    for (const { href, place, passage, text } of links) {
      const host = new RegExp(`^(?:https?://|mailto:[^@]*@)${RESERVED}(?=[/:?#]|$)`, 'i').exec(href);
      if (host && !text.includes(host[0].replace(/^\w+:(?:\/\/)?/, '')) && !ILLUSTRATES.test(passage.prose.slice(0, passage.prose.indexOf(text))))
        report(`This link leads to ${href}, which is reserved for examples.`, place);
    }
  },
});
