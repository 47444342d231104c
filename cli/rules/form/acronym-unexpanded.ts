import { formRule } from '../../lint/rule.ts';
import { matchesIn } from '../../lint/matches.ts';

const ACRONYM = /(?<![\p{L}\p{N}._/@-])([A-Z]{3,6})s?(?![\p{L}\p{N}_/@-]|\.\p{L})/gu;
/** Known to readers of any newspaper or any web page, or names of their own. */
const KNOWN = new Set('FAQ URL URLs HTTP HTTPS HTML PDF USA EEA GPS SMS USB DVD RSS API APIs CEO LLC INC LTD USD EUR GBP UTC GMT PST EST ZIP PIN VAT CAPTCHA NASA IBM AWS GDPR CCPA CPRA COPPA DMCA ISO IOS CSS XML JSON SQL SSL TLS DNS VPN NATO FBI IRS MIT GPL BSD CEST CET GNU IEEE IETF RFC AM PM TV UK EU US ID IP OK AI NGO DIY PHP ICO CNIL DSGVO BDSG TTDSG TDDDG BGB AGB GmbH DHL UPS VIP AKA GIF PNG JPEG NASDAQ SDK CDN DOI AND NOT THE FOR ALL ANY YOU OUR MAY ARE NOTE IMPORTANT DO NO IF TO IN OR OF ON BY IS IT AS AT'.split(' '));

export const acronymUnexpanded = formRule({
  id: 'acronym-unexpanded',
  severity: 'info',
  source: 'WCAG 2.2, 3.1.4 (AAA); plain language',
  advice: 'Spell it out where it is used first, with the short form in brackets.',
  check({ passages, text, tree }, report) {
    const names = `${tree?.organisation.name ?? ''} ${tree?.organisation.legalName ?? ''}`;
    const seen = new Set<string>();
    const uses = (short: string) => text.split(new RegExp(`\\b${short}s?\\b`)).length - 1;
    for (const { groups, passage, start, end } of matchesIn(passages, ACRONYM)) {
      const short = groups[0] ?? '';
      if (seen.has(short)) continue;
      if (KNOWN.has(short) || names.includes(short) || isShouting(passage.prose, start, end) || passage.touches('code', start, end) || passage.kind === 'heading') continue;
      seen.add(short);
      const expanded = new RegExp(`[(“"‘']\\s*(?:the\\s+|or\\s+)?[“"]?${short}s?[”"]?\\s*[)”"’',]|\\b${short}s?[”"]?\\s*\\(|\\b${short}s?[”"]?,?\\s(?:stands for|means|or\\s\\p{Lu})|abbr[^>]*>${short}`, 'u');
      // Used once it is mostly the name of a company or a law.
      if (uses(short) > 1 && !expanded.test(text)) report(`“${short}” is never spelled out.`, passage.place(start, end));
    }
  },
});

/** Between other words in capitals it is no abbreviation. */
function isShouting(text: string, start: number, end: number): boolean {
  const before = /(\p{L}+)[^\p{L}]*$/u.exec(text.slice(0, start))?.[1] ?? '';
  const after = /^[^\p{L}]*(\p{L}+)/u.exec(text.slice(end))?.[1] ?? '';
  return [before, after].some((word) => word.length > 1 && word === word.toUpperCase());
}
