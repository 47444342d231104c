/** Dates as people type them: `3 May 2021`, `May 3, 2021`, `3. Mai 2021`, `2021-05-03`. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'];

const MONTHS = new Map<string, number>();
for (const language of LANGUAGES) {
  for (const month of ['long', 'short'] as const) {
    const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
    for (let number = 0; number < 12; number += 1)
      MONTHS.set(
        format
          .format(Date.UTC(2021, number, 15))
          .toLowerCase()
          .replace(/\.$/, ''),
        number + 1,
      );
  }
}
MONTHS.set('sept', 9);

const NAMES = [...MONTHS.keys()].sort((a, b) => b.length - a.length).join('|');
const DATE = new RegExp(
  [
    `(\\d{4})-(\\d{2})-(\\d{2})(?!\\d)`,
    `(\\d{1,2})(?:st|nd|rd|th|\\.|º)?\\s+(?:of\\s+|de\\s+)?(${NAMES})\\.?,?\\s+(?:de\\s+)?(\\d{4})`,
    `(${NAMES})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})`,
  ]
    .map((form) => `(?<![\\p{L}\\d])${form}`)
    .join('|'),
  'giu',
);

export interface WrittenDate {
  /** `YYYY-MM-DD`. */
  date: string;
  start: number;
  end: number;
}

export function datesIn(text: string): WrittenDate[] {
  const found: WrittenDate[] = [];
  for (const match of text.matchAll(DATE)) {
    const [, y1, m1, d1, d2, n2, y2, n3, d3, y3] = match;
    const month = m1 ?? String(MONTHS.get((n2 ?? n3 ?? '').toLowerCase()) ?? '');
    const date = `${y1 ?? y2 ?? y3}-${month.padStart(2, '0')}-${(d1 ?? d2 ?? d3 ?? '').padStart(2, '0')}`;
    if (!Number.isNaN(Date.parse(date))) found.push({ date, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** A month and a year, as `December 2025`: enough to say how old a text is. The last day of the month counts. */
const MONTH_ONLY = new RegExp(`(?<![\\p{L}\\d]\\s?|\\d\\s)(${NAMES})\\.?\\s+((?:19|20)\\d{2})(?!\\d)`, 'giu');

export function monthsIn(text: string): string[] {
  return [...text.matchAll(MONTH_ONLY)].map(([, name = '', year]) => {
    const month = MONTHS.get(name.toLowerCase()) ?? 1;
    return new Date(Date.UTC(Number(year), month, 0)).toISOString().slice(0, 10);
  });
}

/** Words before a date that make it the date of the document itself. */
export const OWN_DATE =
  /\b(?:last\s+(?:updated?|modified|revised|changed|reviewed)|updated|effective(?:\s+(?:date|as of|from|on))?|in force (?:since|from)|revision date|version (?:of|date)|stand|zuletzt\s+(?:aktualisiert|geändert)|gültig ab|in kraft (?:seit|ab))\b[\s:*_–-]*(?:on|am|vom|as of|from|is)?[\s:*_–-]*$/i;

/** Dates that the text gives for itself, such as "Last updated: 3 May 2021". */
export function ownDatesIn(text: string): WrittenDate[] {
  return datesIn(text).filter((written) => OWN_DATE.test(text.slice(Math.max(0, written.start - 60), written.start)));
}
