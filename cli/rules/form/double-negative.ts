import { sentencesWith } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const TWICE = {
  en: /\b(?:not|never|n[’']t)\b(?:\s\w+){0,4}\s(?:unless|except|fail|without|unable|unlikely|unreasonabl[ey])\b(?:\s\w+){0,6}\s(?:not|no|never)\b|\bnot (?:un\w{4,})\b(?!til|der)/i,
};

export const doubleNegative = formRule({
  id: 'double-negative',
  severity: 'info',
  confidence: 'check',
  languages: ['en'],
  source: 'Plain language',
  advice: 'Say it positively.',
  check(document, report) {
    for (const { match, place } of sentencesWith(document, TWICE)) {
      if (!/not (?:under|until|unless|unique|united|universal)/i.test(match[0])) report(`“${match[0]}” negates twice.`, place);
    }
  },
});
