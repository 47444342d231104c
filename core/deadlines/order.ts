/** Calendar dates are compared as they are written. */

export function earlier(a: string, b: string): string {
  if (a < b) return a;
  return b;
}

export function later(a: string, b: string): string {
  return earlier(a, b) === a ? b : a;
}
