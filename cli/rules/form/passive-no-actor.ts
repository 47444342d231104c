import { sentencesWith } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

/** Not in an indirect question ("how data is collected"): there the sentence is about something else. */
const PASSIVE = {
  en: /(?<!\b(?:how|what|which|why|whether|when|where|if)\b[^.,;]{0,40})\b(?:data|information) (?:is|are|may be|will be|can be) (?:\w+ly )?(?:collected|shared|disclosed|transferred|sold|processed|used)\b(?![^.]{0,60}\bby\b)/,
};

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
