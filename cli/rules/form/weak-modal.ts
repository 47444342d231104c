import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

/** A modal before a verb of processing. By itself it can be honest ("if you write to us, we may keep the mail"). */
const MODAL: ByLanguage<RegExp> = {
  en: /\bwe (?:may|might|could)\b(?: (?:also|sometimes|occasionally|from time to time))? (?:collect|use|share|disclose|transfer|store|keep|sell|process|combine|provide)\b/i,
  de: /\bwir (?:können|könnten|dürfen)\b[^.]{0,80}\b(?:erheben|nutzen|verwenden|weitergeben|übermitteln|speichern|verarbeiten)\b/i,
};
/** What makes it say nothing. */
const VAGUE: ByLanguage<RegExp> = {
  en: /(?<!\bany )\b(?:some|certain|various|other) (?:of (?:your|the|this) )?(?:personal )?(?:data|information|details)\b(?!\s*(?:,|:|\(|--|—|–|such as|including|like|that|you|a |about))|\b(?:with|to) (?:(?:certain|various|other|some|selected|trusted) )+(?:partners|parties|third parties|companies|businesses|organi[sz]ations)\b(?!\s*(?:,|:|\(|--|—|–|such as|including|like|who|that|which|for|to\b|in order))|\bfor (?:other|various|certain|any) purposes\b(?!\s*(?:,|:|\(|on behalf))|\bas (?:we )?(?:see fit|deem appropriate|we deem necessary)\b/i,
  de: /\b(?:einige|bestimmte|verschiedene|gewisse|sonstige) (?:\w+ )?(?:daten|informationen|partner|dritte|unternehmen|zwecke)\b/i,
};

export const weakModal = formRule({
  id: 'weak-modal',
  severity: 'warning',
  languages: ['en', 'de'],
  source: 'WP260 rev.01 para. 12 and 13: no conditional and no vague qualifier',
  advice: 'Say what happens: which data, with whom, when.',
  check(document, report) {
    for (const { sentence, place } of sentencesWith(document, MODAL)) {
      const vague = VAGUE[document.language]?.exec(sentence.text);
      if (vague) report(`“May” and “${vague[0]}” together leave everything open.`, place);
    }
  },
});
