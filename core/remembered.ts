/**
 * Remembers what was made for a key, so that it is made once.
 *
 * @param most So many keys are remembered; with one more it begins anew.
 */
export function remembered<Value>(most: number): (key: string, make: () => Value) => Value {
  const all = new Map<string, Value>();
  return (key, make) => {
    const known = all.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (all.size >= most) all.clear();
    all.set(key, made);
    return made;
  };
}
