/**
 * Programs that read pages for search and previews. They are not asked for consent, and nothing is granted
 * to them. The one list: the banner gets it as data.
 */

/** Words by which their user agents are known; lower case, and plain letters but for the hyphen. */
export const CRAWLERS = [
  // General words that crawlers use of themselves, and no browser does.
  // Cubot is a maker of telephones, YouBot a crawler; YandexImages names itself by the address `yandex.com/bots`.
  '(?:^u?|[^u]|[^c]u)bots?\\b',
  'crawl',
  'archiver',
  'spider',
  'slurp',
  // Previews and checks whose names say nothing of the kind: Mediapartners-Google, APIs-Google,
  // Google-InspectionTool, Google-Read-Aloud, GoogleOther, facebookexternalhit, WhatsApp, BingPreview.
  '-google',
  'google-',
  'googleother',
  'externalhit',
  'whatsapp/',
  'preview',
] as const;

/** One expression over all of them, to be used without regard to case. */
export const CRAWLER_PATTERN = CRAWLERS.join('|');
