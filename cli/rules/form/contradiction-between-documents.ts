import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

/** Facts that two documents of one organisation must agree on. */
const FACTS: readonly { what: string; pattern: RegExp }[] = [
  {
    what: 'the age from which it may be used',
    pattern: /\b(?:at least|under(?: the age of)?|older than|minimum age (?:is|of)|mindestens|unter)\s+(1[2-9]|2[01])\b(?:\s+(?:years|jahren?))?/gi,
  },
  { what: 'the governing law', pattern: /\bgoverned by the laws? of (?:the (?:State|Republic|Federal Republic) of )?(\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)/gu },
];

export const contradictionBetweenDocuments = formRule({
  id: 'contradiction-between-documents',
  severity: 'warning',
  confidence: 'check',
  needsTree: true,
  source: 'GDPR Art. 12(1)',
  advice: 'Say it in one document, and link to it from the others.',
  check({ passages, tree }, report) {
    for (const { what, pattern } of FACTS) {
      const [here] = matchesIn(passages, pattern);
      for (const { id, source } of tree?.otherPolicies ?? []) {
        const [there] = [...source.matchAll(pattern)];
        if (here && there && here.groups[0] !== there[1]) report(`On ${what} this document says ${here.groups[0]}, and ${id} says ${there[1]}.`, here.place);
      }
    }
  },
});
