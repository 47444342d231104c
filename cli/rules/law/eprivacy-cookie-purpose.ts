import { CATEGORIES } from '../../../core/vocabulary.ts';
import { cellsOf } from '../../lint/cookie-tables.ts';
import { countWords } from '../../lint/passage.ts';
import { cookiesOn } from '../../lint/registry.ts';
import { lawRule } from '../../lint/rule.ts';

const FEWEST_WORDS = 4;

export const eprivacyCookiePurpose = lawRule({
  id: 'eprivacy-cookie-purpose',
  severity: 'error',
  regimes: ['eu', 'uk'],
  appliesTo: ['cookies'],
  source: 'ePrivacy Directive Art. 5(3); GDPR Art. 13(1)(c)',
  advice: 'Say what it does for whom: “remembers that you are signed in”.',
  check(document, report) {
    const { tree, locale } = document;
    for (const entry of tree && document.covers('cookie-table') ? cookiesOn(tree) : []) {
      const purpose = entry.purpose[locale] ?? entry.purpose[tree?.policy.prevailing ?? locale] ?? '';
      if (saysLittle(purpose)) report(`The registry says of ${entry.name}: “${purpose}”.`);
    }
    for (const { cell } of cellsOf(document, 'purpose')) if (saysLittle(cell.prose)) report(`The purpose is “${cell.prose.trim()}”.`, cell.place());
  },
});

/** A category is no purpose. In scripts without spaces a word count says nothing. */
function saysLittle(purpose: string): boolean {
  const words = purpose.trim().toLowerCase();
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}]/u.test(words)) return false;
  return (CATEGORIES as readonly string[]).includes(words) || countWords(words) < FEWEST_WORDS;
}
