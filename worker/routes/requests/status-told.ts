/** What the status page tells of what was just done, and how often a file may be fetched. */

/** Faults and good news on top of the page. */
export interface Told {
  /** Key in the wording. */
  key: string;
  values?: Record<string, string>;
  isFault?: boolean;
  /** A fault that nobody can mend any more. */
  isLate?: boolean;
  /** The field where it is mended. */
  at?: string;
  /** Files were chosen that have to be chosen again. */
  hadFiles?: boolean;
}

export const MOST_FETCHES = 3;

/** Fields in which people write at length. What stands in them comes back, whatever became of it. */
export const WRITTEN = ['message', 'details', 'identifiers'] as const;
