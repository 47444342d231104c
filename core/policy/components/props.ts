/** Checks of the props that an author gave a component. */

/** Refuses props that a component does not know. */
export function onlyProps(component: string, props: Record<string, string | boolean>, known: readonly string[]): void {
  for (const name of Object.keys(props)) {
    if (!known.includes(name)) {
      throw new Error(`<${component}> does not take ${name}; it takes ${known.length > 0 ? known.join(', ') : 'nothing'}`);
    }
  }
}

/** One of a closed list, or nothing where the prop is absent. */
export function oneOf<T extends string>(component: string, props: Record<string, string | boolean>, name: string, list: readonly T[]): T | undefined {
  const value = props[name];
  if (value === undefined) return undefined;
  const found = list.find((item) => item === value);
  if (found === undefined) throw new Error(`${name} of <${component}> is "${String(value)}"; it can be ${list.join(', ')}`);
  return found;
}
