/**
 * From a character of visible text back to its place in the source. Text nodes lose backslashes, character
 * references and the indentation of continued lines, so an index alone does not tell.
 */
const REFERENCE = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/iy;

/**
 * For each index of `value` its index in `raw`, the source that it was read from; `undefined` where both are
 * the same text.
 */
export function alignText(value: string, raw: string): Uint32Array | undefined {
  if (value === raw) return undefined;
  const map = new Uint32Array(value.length + 1);
  let at = 0;
  for (let index = 0; index < value.length; index += 1) {
    const reference = raw[at] === '&' ? referenceAt(raw, at) : undefined;
    if (reference && !value.startsWith(reference, index)) {
      map[index] = at;
      if ((value.codePointAt(index) ?? 0) > 0xffff) map[++index] = at;
      at += reference.length;
      continue;
    }
    while (at < raw.length && raw[at] !== value[index] && !(value[index] === ' ' && /\s/.test(raw[at] ?? ''))) at += 1;
    map[index] = at;
    at += 1;
  }
  map[value.length] = Math.min(at, raw.length);
  return map;
}

function referenceAt(raw: string, at: number): string | undefined {
  REFERENCE.lastIndex = at;
  return REFERENCE.exec(raw)?.[0];
}
