import { type ByLanguage, sentencesWith } from '../../lint/matches.ts';
import { cookiesOn } from '../../lint/registry.ts';
import { formRule } from '../../lint/rule.ts';

const DENIAL: ByLanguage<RegExp> = {
  en: /\b(?:we (?:do not|don[’']t|never|will not|will never|have not)|is (?:not|never)|are (?:not|never))\b[^.]{0,60}\b(?:sell|sold|share for (?:cross|targeted)|shared)\b/i,
  de: /\b(?:verkaufen|verkauft)\b[^.]{0,80}\b(?:nicht|niemals|keine)\b/i,
};

export const contradictionSale = formRule({
  id: 'contradiction-sale',
  severity: 'error',
  needsTree: true,
  languages: ['en', 'de'],
  source: 'Civ. Code § 1798.140(ad) and (ah), 1798.135; Cal. Code Regs. tit. 11 § 7011(e)(1)(D)',
  advice: 'Advertising across sites counts as sharing in California. Say what is shared, or end it.',
  check(document, report) {
    if (!document.tree) return;
    const tracker = cookiesOn(document.tree).find((entry) => entry.category === 'marketing' && entry.thirdParty);
    if (!tracker) return;
    for (const { place } of sentencesWith(document, DENIAL))
      report(`The text denies selling or sharing, and the registry has ${tracker.name} of ${tracker.provider} for marketing.`, place);
  },
});
