import { formRule } from '../../lint/rule.ts';
import { sentencesWith } from '../../lint/matches.ts';

const PASSIVE = { en: /\b(?:data|information|details)\b(?: \w+){0,3} (?:is|are|may be|will be|can be) (?:\w+ly )?(?:collected|shared|disclosed|transferred|sold|processed|used)\b(?![^.]{0,60}\bby\b)/i };

export const passiveNoActor = formRule({
  id: 'passive-no-actor',
  severity: 'info',
  confidence: 'check',
  languages: ['en'],
  source: 'WP260 rev.01 para. 12 and 13: active form',
  advice: 'Say who does it, and with whom.',
  check(document, report) {
    for (const { match, place } of sentencesWith(document, PASSIVE)) report(`“${match[0]}”: by whom?`, place);
  },
});
