import { type ByLanguage, matchesIn } from '../../lint/matches.ts';
import { passagesUnder } from '../../lint/outline.ts';
import { formRule } from '../../lint/rule.ts';
import { contactIn, mentionsForm } from '../../lint/wording/contact.ts';

const ASKS: ByLanguage<RegExp> = {
  en: /\b(?:contact|write to|e-?mail|reach out to|reach|get in touch with)\s+(?:us|our (?:[\w-]+ ){0,3}(?:team|officer|support|department))\b/gi,
  de: /\b(?:kontaktieren sie uns|(?:wenden sie|schreiben sie) (?:sich )?(?:bitte )?(?:an )?uns|schreiben sie uns|nehmen sie kontakt (?:mit uns )?auf)\b/gi,
};
const ABOUT_CONTACT: ByLanguage<RegExp> = { en: /\b(?:contact|questions?|reach us|get in touch)\b/i, de: /\b(?:kontakt|fragen|ansprechpartner|so erreichen)/i };

export const contactMissingAfterVerb = formRule({
  id: 'contact-missing-after-verb',
  severity: 'error',
  languages: ['en', 'de'],
  source: 'GDPR Art. 13(1)(a) and 12(2); Cal. Code Regs. tit. 11 § 7011(e)(3)(J)',
  advice: 'Say how: an address, a link, or <RequestForm/>.',
  check(document, report) {
    const anywhere = contactIn(document, document.passages);
    let reported = false;
    for (const { passage, words, place } of matchesIn(document.passages, ASKS[document.language])) {
      if (passage.kind === 'heading' || mentionsForm(passage)) continue;
      const { section } = passage;
      // A text that tells at its end how to get in touch may speak of it before.
      if (!anywhere ? reported : !ABOUT_CONTACT[document.language]?.test(section.title) || contactIn(document, passagesUnder(section), section)) continue;
      reported = true;
      report(`“${words}”, and ${anywhere ? 'this section' : 'the whole document'} does not say how.`, place);
    }
  },
});
