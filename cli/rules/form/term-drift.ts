import { type Match, matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const SETS: readonly RegExp[][] = [
  [/\bpersonal data\b/gi, /\bpersonal information\b/gi, /\b(?:PII|personally identifiable information)\b/g],
  [/\bour (?:web)?sites?\b/gi, /\bour platform\b/gi, /\bour apps?\b/gi],
];
const EQUATED = /\b(?:personal data|personal information)\b[^.]{0,80}\b(?:or|also|same|means|refer)\b[^.]{0,80}\b(?:personal data|personal information)\b/i;

export const termDrift = formRule({
  id: 'term-drift',
  severity: 'warning',
  confidence: 'check',
  languages: ['en'],
  source: 'Plain language: one word for one thing; the laws define these differently',
  advice: 'Choose one, or say once that they mean the same.',
  check({ passages, text, regimes }, report) {
    const others = SETS.slice(1);
    const sets = EQUATED.test(text) || regimes.some((regime) => regime.startsWith('us')) ? others : SETS;
    for (const set of sets) {
      const used = set.map((pattern) => [...matchesIn(passages, pattern)]).filter((matches) => matches.length > 1);
      if (used.length < 2) continue;
      const [usual, ...rarer] = used.sort((a, b) => b.length - a.length) as [Match[], ...Match[][]];
      for (const [first] of rarer) if (first) report(`“${first.words}” here, “${usual[0]?.words}” ${usual.length} times elsewhere.`, first.place);
    }
  },
});
