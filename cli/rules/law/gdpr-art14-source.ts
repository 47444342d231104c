import { lawRule } from '../../lint/rule.ts';
import { sentencesOnDataFromOthers } from '../../lint/wording/conditions.ts';

const NAMELESS =
  /\b(?:various|other|different|external|third[- ]party|certain|verschiedenen?|anderen|externen) (?:sources?|quellen)\b|\bfrom (?:our )?(?:partners|third parties|others)\b|\bvon (?:dritten|partnern)\b/i;
/** A list, an example, or a name. */
const NAMED =
  /\b(?:such as|including|include|like|e\.g|for example|for instance|namely|wie|etwa|z\.\s?B|darunter|zum beispiel)\b|[:(]|\bpublic\w*|\bwho\b|\bthat\b|\bwhen\b|\bif\b|\bthrough\b|\bto (?:help|supplement|verify)\b|öffentlich/i;

export const gdprArt14Source = lawRule({
  id: 'gdpr-art14-source',
  severity: 'error',
  regimes: ['eu', 'uk'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 14(2)(f)',
  advice: 'Name each source, and say whether it is public.',
  check(document, report) {
    for (const { passage, start, end, text } of sentencesOnDataFromOthers(document)) {
      const nameless = NAMELESS.exec(text);
      if (nameless && !NAMED.test(text) && passage.next?.type !== 'list') report(`“${nameless[0]}” names no source.`, passage.place(start, end));
    }
  },
});
