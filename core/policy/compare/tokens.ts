/**
 * A text cut into words and signs, each with the white space after it. Cuts never fall inside a word, a
 * grapheme, or an escape of a table cell. One block at a time: segmenters are slow on whole documents.
 */

/** `words[i]` is followed by `gaps[i]` (perhaps `''`); joined in turn they are the text. */
export interface Tokens {
  words: string[];
  gaps: string[];
}

/** Scripts with spaces between words and one code unit a grapheme: a pattern will do, and is fast. */
const SIMPLE = /^[\t\x20-\x7e\u00a0-\u024f\u0370-\u03ff\u0400-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2100-\u214f]*$/;

/** An escape of a cell; a word with its inner hyphens, apostrophes, points; a number; white space; any sign. */
const TOKEN = /\\[\\|]|[\p{L}\p{N}_]+(?:[-\u00ad‐‑'’.@][\p{L}\p{N}_]+|(?<=\d)[,:/](?=\d)[\p{N}]+)*|\s+|./gsu;

const SPACE = /^\s+$/u;
const WORDLIKE = /[\p{L}\p{N}]/u;

/** Whether a token counts as a word: signs and spaces do not. */
export function isWordlike(token: string): boolean {
  return WORDLIKE.test(token);
}

/** Cuts `text`; the tokeniser of `locale` is used where words are not told by spaces. */
export function tokenise(text: string, locale: string | undefined): Tokens {
  const pieces = SIMPLE.test(text) ? (text.match(TOKEN) ?? []) : segment(text, locale);
  return withGaps(pieces);
}

function withGaps(pieces: readonly string[]): Tokens {
  const words: string[] = [];
  const gaps: string[] = [];
  for (const piece of pieces) {
    const last = words.length - 1;
    if (last >= 0 && SPACE.test(piece)) gaps[last] += piece;
    else {
      words.push(piece);
      gaps.push('');
    }
  }
  return { words, gaps };
}

interface Segmenters {
  word: Intl.Segmenter;
  grapheme: Intl.Segmenter;
}

const segmenters = new Map<string | undefined, Segmenters>();

function segmentersFor(locale: string | undefined): Segmenters {
  const known = segmenters.get(locale);
  if (known) return known;
  const made = makeSegmenters(locale);
  segmenters.set(locale, made);
  return made;
}

function makeSegmenters(locale: string | undefined): Segmenters {
  try {
    return { word: new Intl.Segmenter(locale, { granularity: 'word' }), grapheme: new Intl.Segmenter(locale, { granularity: 'grapheme' }) };
  } catch {
    // Not a language tag: the root rules serve every script.
    return { word: new Intl.Segmenter('und', { granularity: 'word' }), grapheme: new Intl.Segmenter('und', { granularity: 'grapheme' }) };
  }
}

/** Words by UAX #29, whose borders may cut a grapheme in rare scripts: such borders are dropped. */
function segment(text: string, locale: string | undefined): string[] {
  const { word, grapheme } = segmentersFor(locale);
  const borders = new Set<number>();
  for (const { index } of grapheme.segment(text)) borders.add(index);
  for (const { index } of text.matchAll(/\\[\\|]/g)) borders.delete(index + 1);
  const pieces: string[] = [];
  for (const { segment: piece, index } of word.segment(text)) {
    if (pieces.length > 0 && !borders.has(index)) pieces[pieces.length - 1] += piece;
    else pieces.push(piece);
  }
  return pieces;
}

/** The longest beginning of at most `length` code units that cuts no grapheme and, if it can, no word. */
export function beginning(text: string, length: number): string {
  if (text.length <= length) return text;
  const space = text.lastIndexOf(' ', length);
  if (space > length / 2) return text.slice(0, space);
  return text.slice(0, graphemeBorder(text, length));
}

function graphemeBorder(text: string, length: number): number {
  let border = 0;
  for (const { index } of segmentersFor(undefined).grapheme.segment(text.slice(0, length + 64))) {
    if (index > length) break;
    border = index;
  }
  return border;
}
