import { type ByLanguage, matchesIn } from '../../lint/matches.ts';
import { lawRule } from '../../lint/rule.ts';
import { speaksOf } from '../../lint/wording/topics.ts';

const BROWSER: ByLanguage<RegExp> = {
  en: /\b(?:browser(?:[’']s)? settings|settings (?:of|in) your browser|(?:change|adjust|set|configure|modify) your (?:web )?browser|browser (?:to|controls|preferences))\b/gi,
  de: /\bbrowser-?\s?einstellungen\b|\beinstellungen (?:ihres|des|deines) browsers\b/gi,
};
const REFUSES: ByLanguage<RegExp> = {
  en: /\b(?:refuse|reject|disable|block|control|opt[- ]?out|decline|manage)\b/i,
  de: /\b(?:ablehnen|deaktivieren|blockieren|verhindern|verweigern)\b/i,
};

export const eprivacyBrowserOnlyRefusal = lawRule({
  id: 'eprivacy-browser-only-refusal',
  severity: 'error',
  regimes: ['eu', 'uk'],
  appliesTo: ['cookies'],
  languages: ['en', 'de'],
  source: 'GDPR Art. 7(3); EDPB Cookie Banner Taskforce report (2023)',
  advice: 'Add the control that opens the choices; the browser comes second.',
  check(document, report) {
    const optional = !document.tree || document.tree.cookies.some((entry) => entry.category !== 'necessary');
    if (!optional || speaksOf(document, 'consent-control')) return;
    for (const { passage, place } of matchesIn(document.passages, BROWSER[document.language])) {
      if (!REFUSES[document.language]?.test(passage.prose)) continue;
      report('The browser is the only way to refuse.', place);
      return;
    }
  },
});
