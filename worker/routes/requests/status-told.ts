/** What the status page tells of what was just done, and how often a file may be fetched. */

/** Faults and good news on top of the page. */
export interface Told {
  /** Key in the wording. */
  key: string;
  isFault?: boolean;
  /** The field where it is mended. */
  at?: string;
}

export const MOST_FETCHES = 3;
