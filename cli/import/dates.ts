/**
 * Dates that a text says of itself: "Last updated: 4 May 2026", "Gültig ab 25. Februar 2025". Authors
 * often forget to move them, so a date found here is a claim to be weighed against the commit, and a
 * date of conduct ("we stopped in 2018") is none at all.
 */

export interface DeclaredDate {
  kind: 'effective' | 'updated';
  /** `YYYY-MM-DD`; absent where the words leave it open. */
  date?: string;
  /** Why there is no date: 03/04/2020 is a day in March or in April, "May 2020" is no day. */
  open?: 'ambiguous' | 'no-day' | 'no-such-day';
  /** The words as they stand in the text. */
  words: string;
}

const MONTHS: Record<string, number> = {};
[
  'january jan januar jänner jaenner jän',
  'february feb februar febr',
  'march mar märz maerz mär mrz',
  'april apr',
  'may mai',
  'june jun juni',
  'july jul juli',
  'august aug',
  'september sep sept',
  'october oct oktober okt',
  'november nov',
  'december dec dezember dez',
].forEach((names, index) => {
  for (const name of names.split(' ')) MONTHS[name] = index + 1;
});

const MONTH = `(?:${Object.keys(MONTHS)
  .sort((a, b) => b.length - a.length)
  .join('|')})\\.?`;
const DATE_FORMS = [
  String.raw`(?<y1>\d{4})[-/.](?<m1>\d{1,2})[-/.](?<d1>\d{1,2})`,
  String.raw`(?<d2>\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:of\s+)?(?<m2>${MONTH}),?\s*(?<y2>\d{4})`,
  String.raw`(?<m3>${MONTH})\s*(?<d3>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<y3>\d{4})`,
  String.raw`(?<a4>\d{1,2})(?<s4>[./-])(?<b4>\d{1,2})\k<s4>(?<y4>\d{4}|\d{2})`,
  String.raw`(?<m5>${MONTH}),?\s+(?<y5>\d{4})`,
  String.raw`(?<y6>\d{4})\s*年\s*(?<m6>\d{1,2})\s*月\s*(?<d6>\d{1,2})\s*日`,
].join('|');

const EFFECTIVE = String.raw`effective(?:\s+(?:date|as\s+of|from|since|on|starting))?|in\s+(?:effect|force)\s+(?:since|from|as\s+of)|(?:comes?|came|goes|went)\s+into\s+(?:effect|force)(?:\s+on)?|takes?\s+effect(?:\s+on)?|valid\s+(?:from|since)|gültig\s+(?:ab|seit)(?:\s+dem)?|in\s+kraft\s+(?:seit|ab|getreten\s+am)(?:\s+dem)?|datum\s+des\s+inkrafttretens|(?:tritt|gilt)\s+(?:am|ab)(?:\s+dem)?`;
const UPDATED = String.raw`(?:date\s+of\s+)?(?:last|latest|most\s+recent(?:ly)?)\s+(?:updated?|modified|modification|revis(?:ed|ion)|changed?|amended|amendment|reviewed|edited)|(?:updated|revised|modified|posted|published)(?=\s*(?:on\b|:|as\s+of\b|\d|\w+\s+\d))|(?:revision|version)\s+(?:date|of)|(?:version\s+[\d.]+,?\s+)?dated|version(?=\s*:?\s*\d{4}-)|as\s+of|stand(?=\s*(?::|vom|\d|\p{L}+\s+\d))|zuletzt\s+(?:aktualisiert|geändert|überarbeitet)|letzte\s+(?:aktualisierung|änderung|überarbeitung)|aktualisiert|(?:fassung|version)\s+vom`;
/** Signs and little words that may stand between the label and the date. */
const BETWEEN = String.raw`(?:[\s:*_–—(,-]|\b(?:on|as\s+of|is|was|the|date|am|vom|den|dem|ist|monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)\b)*`;
const STATEMENT = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:(?<effective>${EFFECTIVE})|(?<updated>${UPDATED}))${BETWEEN}(?<date>${DATE_FORMS})(?!\d)`, 'giu');
/** In a longer sentence the date is the text's own only where the sentence speaks of the text. */
const OF_THE_TEXT =
  /\b(this|these|our|the)\s+([\w’'-]+\s+){0,4}(polic(y|ies)|notice|terms|statement|agreement|document|page|addendum|version|conditions)\b|\b(diese[rs]?|unsere|die|der)\s+([\p{L}-]+\s+){0,2}\p{L}*(erklärung|hinweise|richtlinie|bedingungen|fassung|vereinbarung)\b/iu;
const LONG_LINE = 16;

/** A line that is a date and nothing else. */
const BARE = new RegExp(String.raw`^[*_\s(]*(?:\p{L}+day,?\s+|\p{L}+(?:tag|woch),?\s+)?(?<date>${DATE_FORMS})[*_\s.)]*$`, 'iu');
/** Such a line is the text's date only below the title or at the very end. */
const AT_TOP = 4;
const AT_END = 2;

interface Found extends DeclaredDate {
  index: number;
}

/** Dates that one line of a text says of the text. */
function datesIn(line: string, bare: boolean): Found[] {
  const alone = bare ? BARE.exec(line) : null;
  if (alone) return [{ kind: 'updated', words: line, index: 0, ...readDate(alone.groups as Record<string, string | undefined>) }];
  const found: Found[] = [];
  for (const match of line.matchAll(STATEMENT)) {
    const groups = match.groups as Record<string, string | undefined>;
    const sentence = sentenceAround(line, match.index, match.index + match[0].length);
    if (line.split(/\s+/).length > LONG_LINE && sentence.split(/\s+/).length > 8 && !OF_THE_TEXT.test(sentence)) continue;
    found.push({ kind: groups.effective ? 'effective' : 'updated', words: match[0], index: match.index, ...readDate(groups) });
  }
  return found;
}

function sentenceAround(line: string, start: number, end: number): string {
  const before = line.lastIndexOf('. ', start);
  const after = line.indexOf('. ', end);
  return line.slice(before === -1 ? 0 : before + 2, after === -1 ? undefined : after);
}

function readDate(groups: Record<string, string | undefined>): Pick<DeclaredDate, 'date' | 'open'> {
  const { y1, m1, d1, y2, m2, d2, y3, m3, d3, y4, a4, b4, s4, m5, y6, m6, d6 } = groups;
  if (y1) return calendarDate(Number(y1), Number(m1), Number(d1));
  if (y2) return calendarDate(Number(y2), monthOf(m2), Number(d2));
  if (y3) return calendarDate(Number(y3), monthOf(m3), Number(d3));
  if (y6) return calendarDate(Number(y6), Number(m6), Number(d6));
  if (m5) return { open: 'no-day' };
  const [a, b] = [Number(a4), Number(b4)];
  // With dots the day comes first, everywhere but where that is no date.
  if (s4 === '.' && b <= 12) return calendarDate(y4?.length === 2 ? 2000 + Number(y4) : Number(y4), b, a);
  if (y4?.length !== 4) return { open: 'ambiguous' };
  if (a > 12) return calendarDate(Number(y4), b, a);
  if (b > 12) return calendarDate(Number(y4), a, b);
  return a === b ? calendarDate(Number(y4), a, b) : { open: 'ambiguous' };
}

function monthOf(name = ''): number {
  return MONTHS[name.toLowerCase().replace(/\.$/, '')] ?? 0;
}

function calendarDate(year: number, month: number, day: number): Pick<DeclaredDate, 'date' | 'open'> {
  const date = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const real = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== date ? { open: 'no-such-day' } : { date };
}

/** Dates that a text, a block a line, says of itself, in their order. */
export function declaredDates(lines: readonly string[]): DeclaredDate[] {
  return lines.flatMap((line, index) => datesIn(line, mayBeBare(index, lines.length)).map(({ index: _index, ...date }) => date));
}

function mayBeBare(index: number, length: number): boolean {
  return index < AT_TOP || index >= length - AT_END;
}

const FIELD = /^(?:(?:last[-_ ]?)?(?:updated|modified|revised|changed|reviewed)(?:[-_ ]?(?:at|on|date))?|date|revision[-_ ]?date|stand)$/i;
const EFFECTIVE_FIELD = /^effective(?:[-_ ]?(?:date|from|since|on))?$/i;

/** Dates in the front matter of a source. */
export function datesInFrontMatter(frontMatter: Record<string, unknown>): DeclaredDate[] {
  return Object.entries(frontMatter).flatMap(([key, value]): DeclaredDate[] => {
    const effective = EFFECTIVE_FIELD.test(key);
    if (!effective && !FIELD.test(key)) return [];
    const words = value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
    const match = new RegExp(`^\\s*(?:${DATE_FORMS})`, 'iu').exec(words);
    return match
      ? [{ kind: effective ? 'effective' : 'updated', words: `${key}: ${words}`, ...readDate(match.groups as Record<string, string | undefined>) }]
      : [];
  });
}

/** Of kramdown: `{: datetime="2014-04-15" }` below the line that says the date in the words of a language. */
export function datesInAttributes(source: string): DeclaredDate[] {
  const top = source.split('\n', 20).join('\n');
  return [...top.matchAll(/\{:[^}]*\bdatetime="(\d{4})-(\d{1,2})-(\d{1,2})"[^}]*\}/g)].map(([words, year, month, day]) => ({
    kind: 'updated',
    words,
    ...calendarDate(Number(year), Number(month), Number(day)),
  }));
}

/** Lines without the dates that they say of the text; those that say nothing else are left out. */
export function withoutDates(lines: readonly string[]): string[] {
  return lines.flatMap((line, index) => withoutDate(line, datesIn(line, mayBeBare(index, lines.length))));
}

function withoutDate(line: string, found: Found[]): string[] {
  if (found.length === 0) return [line];
  let rest = line;
  for (const { words, index } of found.toReversed()) rest = `${rest.slice(0, index)}\u0000${rest.slice(index + words.length)}`;
  const others = rest
    .replaceAll('\u0000', '')
    .replace(/[\s.,;:|()[\]/–—*_-]+/g, ' ')
    .trim();
  return FILLER.test(others) ? [] : [rest.replaceAll('\u0000', '⟨date⟩')];
}

/** What may stand beside the date in a line that is only about the date. */
const FILLER = /^(?:and|und|this (?:policy|page|notice|document) (?:was|is)|(?:privacy|cookie) (?:policy|notice)|version)?$/i;

/** A date may lie this many days after the commit: changes are announced before they are in force. Nobody updates a text so far ahead. */
const DAYS_AFTER = { effective: 400, updated: 60 } as const;
/** And this many before: a text may be committed some time after it was posted. */
const DAYS_BEFORE = 60;

export type DateVerdict = 'plausible' | 'not-moved' | 'too-late' | 'too-early' | 'ambiguous' | 'none';

export interface JudgedDate {
  verdict: DateVerdict;
  declared?: DeclaredDate;
}

/**
 * Chooses the date that a text may be believed for. A date of effect is preferred to one of an update.
 *
 * @param day The day on which the text landed.
 * @param before Dates that the text before it declared; nothing for the first text, which may be older than its history.
 */
export function judgeDates(declared: readonly DeclaredDate[], day: string, before: ReadonlySet<string> | undefined): JudgedDate {
  const sorted = [...declared.filter(({ kind }) => kind === 'effective'), ...declared.filter(({ kind }) => kind === 'updated')];
  const judged = sorted.map((date): JudgedDate => ({ verdict: verdictOf(date, day, before), declared: date }));
  const order: DateVerdict[] = ['plausible', 'not-moved', 'too-late', 'too-early', 'ambiguous'];
  for (const verdict of order) {
    const found = judged.find((date) => date.verdict === verdict);
    if (found) return found;
  }
  return { verdict: 'none' };
}

function verdictOf({ kind, date }: DeclaredDate, day: string, before: ReadonlySet<string> | undefined): DateVerdict {
  if (date === undefined) return 'ambiguous';
  if (before?.has(date)) return 'not-moved';
  const days = daysBetween(day, date);
  if (days > DAYS_AFTER[kind]) return 'too-late';
  if (days < -DAYS_BEFORE && (before !== undefined || date < '1990-01-01')) return 'too-early';
  return 'plausible';
}

/** Days from one calendar date to another. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
