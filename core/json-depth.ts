/** How deep JSON nests: what goes deeper than any reader follows would break whoever walks through it. */

/** Bodies and answers nest at most so often. */
export const DEEPEST_JSON = 64;

/** Does a value nest deeper than that? Walks without calling itself. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST_JSON) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}
