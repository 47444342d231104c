/** The languages that a request wishes for. Pure. */

const TAG = /^[a-z]{1,8}(?:-[a-z\d]{1,8})*$/i;
/** No visitor wishes for more; what comes after is not read. */
const MOST_CHARACTERS = 1000;

/**
 * Languages of an `Accept-Language` header, the most wished first (RFC 9110, 12.5.4). What cannot be read is
 * left out, and so is `*`: it wishes for nothing in particular.
 */
export function languagesIn(header: string): string[] {
  const parts = header.slice(0, MOST_CHARACTERS).split(',');
  // The last one may be cut in two.
  if (header.length > MOST_CHARACTERS) parts.pop();
  return parts
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim());
      const weight = parameters.length > 0 ? /^q=([\d.]{1,5})$/i.exec(parameters[0] ?? '')?.[1] : '1';
      return { tag, weight: Number(weight) };
    })
    .filter(({ tag, weight }) => isLanguage(tag) && weight > 0 && weight <= 1)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

/** Whether a text has the form of a language tag (RFC 5646), `es-419` and `zh-Hant-TW` too. */
export function isLanguage(text: string): boolean {
  return text.length <= 35 && TAG.test(text);
}
