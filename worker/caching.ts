/** How long an answer may be kept. No lifetime goes past the next moment at which the site changes by itself. Pure. */

export interface Lifetime {
  /** Seconds for which it counts as fresh. */
  fresh: number;
  /** Further seconds for which it may be shown while a new one is fetched. */
  stale: number;
}

export const LIFETIMES = {
  /** Shows what holds now: a new deployment should reach everybody within minutes. */
  moving: { fresh: 300, stale: 600 },
  /** A banner script: the same in another region or language, and never past the moment at which the notice changes. */
  banner: { fresh: 3600, stale: 0 },
  /** A superseded version: its words stand for ever, only the line about it may still change. */
  settled: { fresh: 3600, stale: 86_400 },
  /** A redline of two published versions. The page around it names style sheets that the next deployment replaces. */
  comparison: { fresh: 3600, stale: 86_400 },
  /** The same as data: two published versions never change. */
  comparisonData: { fresh: 86_400, stale: 604_800 },
} as const satisfies Record<string, Lifetime>;

/** A refusal may be mended by the next deployment. */
export const NOT_KEPT = 'no-cache';

/**
 * The `Cache-Control` of an answer given now.
 *
 * @param until First instant at which the answer is another one; absent where none is known.
 */
export function cacheControl(lifetime: Lifetime, now: Date, until?: string): string {
  const left = until === undefined ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor((Date.parse(until) - now.getTime()) / 1000));
  const fresh = Math.min(lifetime.fresh, left);
  const stale = Math.min(lifetime.stale, left - fresh);
  if (fresh === 0) return 'public, max-age=0, must-revalidate';
  return stale > 0 ? `public, max-age=${fresh}, stale-while-revalidate=${stale}` : `public, max-age=${fresh}, must-revalidate`;
}
