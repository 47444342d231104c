import { lawRule } from '../../lint/rule.ts';
import { EMAIL } from '../../lint/wording/contact.ts';
import { placeAbout } from '../../lint/wording/sections.ts';

const TELEPHONE = /(?:\+|\b1?[-. (]?\d{3}[-. )]+)\d{3}[-. ]?\d{4}\b|\b1?-?8\d\d-[\dA-Z-]{7,}/;
const FORM = /\b(?:form|portal|request|dashboard|settings|account)\b/i;
const POST = /\b(?:P\.?O\.? Box|Street|St\.|Avenue|Ave|Road|Suite|\d{5}(?:-\d{4})?)\b|\bby (?:post|mail)\b/i;

export const caHowToRequest = lawRule({
  id: 'ca-how-to-request',
  severity: 'error',
  regimes: ['us-ca'],
  wholePolicy: true,
  languages: ['en'],
  source: 'Civ. Code § 1798.130(a)(1); Cal. Code Regs. tit. 11 §§ 7020 and 7011(e)(3)(A) to (B)',
  advice: 'Give two ways, with instructions and links; an e-mail address is enough for an online-only business with a direct relation.',
  check(document, report) {
    if (document.covers('us-request-methods') || EMAIL.test(document.text)) return;
    const ways = [
      TELEPHONE.test(document.text),
      POST.test(document.text),
      document.links.some(({ href, text }) => /^mailto:/.test(href) || FORM.test(`${href} ${text}`)),
    ].filter(Boolean).length;
    if (ways < 2)
      report(
        ways === 0 ? 'Nothing says how to make a request.' : 'There is one way to make a request, and the law wants two.',
        placeAbout(document, 'california', 'rights'),
      );
  },
});
