import { cookieTables } from '../../lint/cookie-tables.ts';
import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';

const USES_COOKIES = /\b(?:we|our|wir|unsere?)\b[^.\n]{0,80}\bcookies?\b/i;
const NAMED = /`[^`]+`|\b_+[a-z]\w+|\b[a-z]+[_-][a-z_-]+\b/;

export const eprivacyCookieName = lawRule({
  id: 'eprivacy-cookie-name',
  severity: 'error',
  regimes: ['eu', 'uk'],
  appliesTo: ['cookies'],
  languages: ['en', 'de'],
  source: 'ePrivacy Directive Art. 5(3); EDPB Guidelines 2/2023',
  advice: 'List each cookie and storage key by name: <Cookies/> shows the registry.',
  check(document, report) {
    if (document.covers('cookie-table') || cookieTables(document).length || !USES_COOKIES.test(document.text)) return;
    const listed = document.passages.some((passage) => passage.spansOf('code').length > 0 || (passage.kind === 'item' && NAMED.test(passage.prose)));
    if (!listed) report('Cookies are spoken of, and none has a name.', placeAbout(document, 'cookies'));
  },
});
