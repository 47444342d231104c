/**
 * Differences that a reader does not read: the shape of quotation marks and dashes, the width of a
 * space, the coding of a letter. Folded away to find what belongs together, never in the words shown.
 */

const PLAIN = /^[\x21-\x26\x28-\x7e]*$/;

/** The same text with one shape for each quotation mark, dash and space, in NFC. Length may change. */
export function foldTypography(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(/[\u00ad\u200b\u2060\ufeff]/gu, '')
    .replace(/[‘’‚‛′`´]/gu, "'")
    .replace(/[“”„‟«»″]|''/gu, '"')
    .replace(/[‹›]/gu, "'")
    .replace(/[‐‑‒–—―−]/gu, '-')
    .replace(/…/gu, '...')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Whether two texts differ, and in nothing but typography. */
export function isTypographicChange(before: string, after: string): boolean {
  return before !== after && foldTypography(before) === foldTypography(after);
}
