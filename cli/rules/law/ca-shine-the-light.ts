import { sentencesWith } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';

const GIVES = {
  en: /\bwe\b[^.\n]{0,40}\b(?:give|share|disclose|provide)\b[^.\n]{0,120}\b(?:for )?their (?:own )?(?:direct )?(?:marketing|mailings|promotion\w*)/i,
};

export const caShineTheLight = lawRule({
  id: 'ca-shine-the-light',
  severity: 'info',
  confidence: 'check',
  regimes: ['us-ca'],
  languages: ['en'],
  source: 'Civ. Code § 1798.83',
  advice: 'Say how to ask, once a year, who got what.',
  check(document, report) {
    if (/1798\.83|shine the light/i.test(document.text)) return;
    for (const { sentence, place } of sentencesWith(document, GIVES)) {
      if (!/\bnot\b|\bnever\b|n[’']t\b/i.test(sentence.text))
        report('Data goes to others for their own marketing, and nothing says how to ask about it.', place);
    }
  },
});
