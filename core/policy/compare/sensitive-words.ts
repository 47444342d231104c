/**
 * The words whose change may alter what people are promised, in English and German, and numbers and
 * dates in any language. A fact is what is compared: "30 days" and not "30", so that days turning into
 * months is seen as well.
 */
import type { SensitiveKind } from './comparison.ts';

export interface Fact {
  kind: SensitiveKind;
  start: number;
  end: number;
  text: string;
  /** Facts with one meaning are one: "kann" and "können", "don't" and "not". */
  meaning: string;
  /** Says nothing by itself: "will" counts where it takes the place of "may", not in a new sentence. */
  weak?: boolean;
}

interface Rule {
  kind: SensitiveKind;
  pattern: RegExp;
  /** Only for texts in this language; without it for all. */
  language?: 'en' | 'de';
  weak?: boolean;
}

/** Bounded, as every repetition here: a pattern must not take quadratic time on hostile text. */
const DIGITS = String.raw`\p{Nd}{1,20}(?:[.,:\u00a0\u202f’']\p{Nd}{1,20}){0,6}`;
const MONTHS_EN = 'January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec';
const MONTHS_DE = 'Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember';
const NUMBERS_EN =
  'an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|eighteen|twenty-four|twenty|thirty-six|thirty|forty-five|sixty|ninety';
const NUMBERS_DE =
  'ein(?:e[mnrs]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|vierzehn|fünfzehn|achtzehn|vierundzwanzig|zwanzig|dreißig|sechzig|neunzig';
const UNITS_EN = '(?:(?:calendar|business|working) )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?)';
const UNITS_DE = '(?:Sekunden?|Minuten?|Stunden?|(?:Kalender|Werk|Arbeits)?[Tt]age?n?|Wochen?|Monate?[ns]?|Quartale?n?|Jahre?[ns]?)';
const CURRENCY = `(?:[€$£¥₹]|EUR|USD|GBP|CHF|Euro|euros?|dollars?|Dollar|pounds?|Franken)`;
const START = String.raw`(?<![\p{L}\p{N}_])`;
/** Before a number: "CO2" and "B2B" hold none, while Chinese, Japanese and Arabic write letters right before it. */
const NUMBER_START = String.raw`(?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}_])`;
const END = String.raw`(?![\p{L}\p{N}_])`;

function rule(kind: SensitiveKind, source: string, options: { language?: 'en' | 'de'; anyCase?: boolean; weak?: boolean } = {}): Rule {
  const { language, weak } = options;
  return { kind, pattern: new RegExp(source, options.anyCase ? 'giu' : 'gu'), ...(language && { language }), ...(weak && { weak }) };
}

function word(source: string): string {
  return `${START}(?:${source})${END}`;
}

/** In order of precedence: what a rule has taken is not looked at by those after it. */
const RULES: readonly Rule[] = [
  rule('date', word(String.raw`\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}|\p{Nd}{1,2}[./]\p{Nd}{1,2}[./]\p{Nd}{2,4}`)),
  rule('date', String.raw`${NUMBER_START}\p{Nd}{4}年(?:\p{Nd}{1,2}月(?:\p{Nd}{1,2}日)?)?(?!間)`),
  rule('date', word(String.raw`(?:\d{1,2}(?:st|nd|rd|th)? )?(?:${MONTHS_EN}) (?:\d{1,2}(?:st|nd|rd|th)?(?:, \d{4})?|\d{4})|\d{1,2} (?:${MONTHS_EN})`), {
    language: 'en',
  }),
  rule('date', word(String.raw`(?:\d{1,2}\. ?)?(?:${MONTHS_DE}) \d{4}|\d{1,2}\. ?(?:${MONTHS_DE})`), { language: 'de' }),
  rule(
    'amount',
    String.raw`${START}${CURRENCY}\s?${DIGITS}(?:\s?(?:million|billion|Millionen|Milliarden))?${END}|${START}${DIGITS}\s?(?:(?:million|billion|Millionen|Milliarden)\s)?${CURRENCY}(?![\p{L}\p{N}_])`,
  ),
  rule('period', word(String.raw`(?:${DIGITS}|${NUMBERS_EN})[ \u00a0-]${UNITS_EN}|(?:indefinitely|permanently|forever)`), { language: 'en', anyCase: true }),
  rule('period', word(String.raw`(?:${DIGITS}|${NUMBERS_DE})[ \u00a0]${UNITS_DE}|(?:dauerhaft|unbefristet|unbegrenzt)`), { language: 'de', anyCase: true }),
  rule('period', String.raw`${NUMBER_START}\p{Nd}{1,20} ?(?:日間?|週間?|[か箇个個]?月間?|年間?|小时|小時|時間|天|일|개월|년)`),
  rule('number', String.raw`${NUMBER_START}${DIGITS}(?:\s?%)?`),
  rule('negation', word(String.raw`not|never|no(?!\. ?\d)|none|neither|nor|without|nothing|nobody|cannot|[a-z]{1,8}n['’]t`), { language: 'en', anyCase: true }),
  rule('negation', word(`nicht|nie|niemals|kein(?:e[mnrs]?)?|ohne|weder|niemand(?:em|en|es)?|nichts|keinesfalls|keineswegs`), {
    language: 'de',
    anyCase: true,
  }),
  rule(
    'modal',
    word('may|[Mm]ust|[Ss]hall|[Cc]an|[Ss]hould|might|could|(?:need|have|has) to|(?:are|is|be) (?:required|obliged|entitled|allowed|permitted) to'),
    { language: 'en' },
  ),
  rule('modal', word('[Ww]ill|would'), { language: 'en', weak: true }),
  rule('modal', word('kann(?:st)?|können|könnt|könnten?|muss|müssen|müsst|müssten?|soll|sollen|sollten?|darf|dürfen|dürften?'), {
    language: 'de',
    anyCase: true,
  }),
  rule('modal', word('wird|werden|würden?'), { language: 'de', weak: true, anyCase: true }),
];

/** Forms of one word. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^(?:cannot|not|[a-z]+n't)$/, 'not'],
  [/^kein/, 'kein'],
  [/^niemand/, 'niemand'],
  [/^(?:kann|könn)/, 'können'],
  [/^(?:muss|müss)/, 'müssen'],
  [/^soll/, 'sollen'],
  [/^(?:darf|dürf)/, 'dürfen'],
  [/^(?:wird|werden)$/, 'werden'],
  [/^würde/, 'würden'],
  [/^(?:has|have) to$/, 'have to'],
];

/** What precedes the words of a numbered heading: that it moves on by one promises nobody anything. */
const NUMBERING = /^\p{Nd}+(?:\.\p{Nd}+)*[.)]?\s/u;

/** The facts in a text, in order, none within another. Texts in other languages have numbers and dates. */
export function factsIn(text: string, locale: string | undefined, isHeading: boolean): Fact[] {
  const taken = new Uint8Array(text.length);
  if (isHeading) taken.fill(1, 0, text.match(NUMBERING)?.[0].length ?? 0);
  const facts: Fact[] = [];
  for (const { kind, pattern, weak } of rulesFor(locale)) {
    for (const { 0: found, index } of text.matchAll(pattern)) {
      const end = index + found.length;
      if (taken.subarray(index, end).includes(1)) continue;
      taken.fill(1, index, end);
      facts.push({ kind, start: index, end, text: found, meaning: meaningOf(kind, found), ...(weak && { weak }) });
    }
  }
  return facts.sort((x, y) => x.start - y.start);
}

function rulesFor(locale: string | undefined): readonly Rule[] {
  const language = locale?.toLowerCase().split('-')[0];
  return RULES.filter((candidate) => language === undefined || candidate.language === undefined || candidate.language === language);
}

function meaningOf(kind: SensitiveKind, found: string): string {
  const plain = found.toLowerCase().replace(/’/g, "'").replace(/\s+/gu, ' ');
  if (kind !== 'negation' && kind !== 'modal') return plain;
  return MEANINGS.find(([form]) => form.test(plain))?.[1] ?? plain;
}
