import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';
import { isAboutProcessing } from '../../lint/wording/personal-data.ts';

const OPEN: ByLanguage<RegExp> = {
  en: /\bincluding,? (?:but|without) (?:not )?(?:limited to|limitation)\b|\betc\b\.?|\band so on\b|\bamong others\b|\band (?:other )?similar (?:data|information)\b(?! \()/i,
  de: /\betc\b\.?|\bu\.\s?a\.|\bund so weiter\b|\busw\b\.?|\binsbesondere,? aber nicht (?:ausschließlich|nur)\b|\bund ähnliches\b/i,
};
const ABOUT_PEOPLE: ByLanguage<RegExp> = {
  en: /\bpersonal (?:data|information)\b|\bcookies\b|\bwe (?:may |might |can )?(?:also )?(?:collect|use|share|disclose|process|receive|gather|store|keep)\b/i,
  de: /\bpersonenbezogen|\bcookies\b|\bwir\b[^.]{0,60}\b(?:erheben|nutzen|verwenden|verarbeiten|speichern|übermitteln|weitergeben)\b/i,
};

const ABOUT_PRIVACY = /privacy|cookie|data protection|datenschutz/i;

export const openEndedList = formRule({
  id: 'open-ended-list',
  severity: 'warning',
  languages: ['en', 'de'],
  source: 'WP260 rev.01 para. 12; California wants the full categories',
  advice: 'Give the whole list, or the whole set of categories.',
  check(document, report) {
    // Terms have open lists of their own, of damages and of misuse: those are no lists of data.
    if (
      document.kind === undefined
        ? !ABOUT_PRIVACY.test(
            document.sections
              .slice(0, 2)
              .map(({ title }) => title)
              .join(' ') + String(document.frontMatter.title ?? ''),
          ) && document.sections.some(({ heading }) => heading)
        : document.kind !== 'privacy' && document.kind !== 'cookies'
    )
      return;
    for (const { sentence, match, place } of sentencesWith(document, OPEN)) {
      if (isAboutProcessing(sentence.text, document.language) && ABOUT_PEOPLE[document.language]?.test(sentence.text))
        report(`“${match[0]}” leaves the list of data, uses or recipients open.`, place);
    }
  },
});
