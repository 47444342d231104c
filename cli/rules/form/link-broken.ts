import { formRule } from '../../lint/rule.ts';

const SCHEMES = new Set(['http', 'https', 'mailto', 'tel', 'sms', 'ftp', 'data', 'xmpp', 'matrix', 'geo']);

/** What is wrong with an address that nobody has to open to know it. */
function defectOf(href: string): string | undefined {
  if (/\s|%20$/.test(href.trim())) return 'holds a space';
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(href)?.[1]?.toLowerCase();
  if (scheme === undefined) return /^www\./i.test(href) ? 'lacks https://, so it leads to a page of this site' : undefined;
  if (!SCHEMES.has(scheme)) return /^(?:h?t+p+s?|htt|mail ?to|maito)$/.test(scheme) ? `begins with ${scheme}:, which is no scheme` : undefined;
  if (/^https?$/.test(scheme))
    return /^https?:\/\/[^\s/?#]*[^\s/?#.][/?#]?/i.test(href) && URL.canParse(href) && !/^https?:\/\/https?[:/]/i.test(href) ? undefined : 'is no web address';
  if (scheme === 'mailto') return /^mailto:[^@\s]+@[^@\s]+\.[^@\s]+/i.test(href) ? undefined : 'is no e-mail address';
  return undefined;
}

export const linkBroken = formRule({
  id: 'link-broken',
  severity: 'error',
  source: 'GDPR Art. 12(1) (easily accessible) where it leads to required information',
  advice: 'Correct the address. Whether a host answers is not asked here: that needs a network.',
  check({ links }, report) {
    for (const { href, place } of links) {
      const defect = defectOf(href);
      if (defect) report(`The address ${href} ${defect}.`, place);
    }
  },
});
