/** Rows of laws, registries and the catalogue that hold for a time. */

/** From `since` on, and on `until` no more; without `since` it always did, without `until` it still does. Calendar dates. */
export interface Lasting {
  since?: string | undefined;
  until?: string | undefined;
}

export function holds({ since, until }: Lasting, date: string): boolean {
  return (since === undefined || since <= date) && (until === undefined || date < until);
}

/** The dates on which one of them begins or ends, each once. */
export function boundariesOf(rows: readonly Lasting[]): string[] {
  return [...new Set(rows.flatMap(({ since, until }) => [since, until]))].filter((date) => date !== undefined);
}
