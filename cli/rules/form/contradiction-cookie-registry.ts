import type { Category } from '../../../core/vocabulary.ts';
import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { cookiesOn, isCalled } from '../../lint/registry.ts';
import { formRule } from '../../lint/rule.ts';
import { VENDORS } from '../../lint/wording/vendors.ts';

const CLASSES: readonly { category: Category; words: ByLanguage<RegExp> }[] = [
  { category: 'marketing', words: { en: /\b(?:advertising|marketing|targeting|retargeting) cookies\b/i, de: /\b(?:werbe|marketing|targeting)-?cookies\b/i } },
  {
    category: 'analytics',
    words: { en: /\b(?:analytics|analytical|statistics?|performance) cookies\b/i, de: /\b(?:analyse|statistik|performance)-?cookies\b/i },
  },
];
const DENIES = /\b(?:no|not|never|without|neither|keine?|nicht|ohne)\b|n[’']t\b/i;
const CLAIMS = /\b(?:we|our|us|wir|unsere?)\b/i;

export const contradictionCookieRegistry = formRule({
  id: 'contradiction-cookie-registry',
  severity: 'error',
  needsTree: true,
  languages: ['en', 'de'],
  source: 'ePrivacy Directive Art. 5(3); GDPR Art. 5(1)(a)',
  advice: 'One of the two is wrong: correct the text, or cookies.json.',
  check(document, report) {
    if (!document.tree) return;
    const entries = cookiesOn(document.tree);
    const categories = new Set(entries.map((entry) => entry.category));
    for (const { category, words } of CLASSES) {
      for (const { sentence, match, place } of sentencesWith(document, words)) {
        const denied = DENIES.test(sentence.text);
        if (!CLAIMS.test(sentence.text) || denied !== categories.has(category)) continue;
        report(
          denied
            ? `The text denies ${match[0]}, and the registry lists ${category} cookies.`
            : `The text speaks of ${match[0]}, and the registry has no ${category} cookie.`,
          place,
        );
      }
    }
    for (const { name, category } of VENDORS) {
      for (const { sentence, match, place } of sentencesWith(document, { [document.language]: name })) {
        const listed = entries.some((entry) => isCalled(entry, name));
        if (/cookie/i.test(sentence.text) && CLAIMS.test(sentence.text) && !DENIES.test(sentence.text) && !listed)
          report(`The text says that ${match[0]} sets cookies, and the registry has no such ${category} service.`, place);
      }
    }
  },
});
