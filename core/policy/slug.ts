/** An anchor from a heading's words: letters and digits of any script, in lower case, joined by hyphens, and free. */
export function slugOf(words: string, used: ReadonlySet<string>): string {
  const base =
    words
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '') || 'section';
  let slug = base;
  for (let number = 2; used.has(slug); number += 1) slug = `${base}-${number}`;
  return slug;
}
