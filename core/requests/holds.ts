/**
 * What stands in the way of an erasure: data that somebody has asked to see, or whose handling they contest, is kept until that is
 * over where the law says so (PIPEDA s. 8(8); Quebec, Act respecting the protection of personal information, s. 36). Elsewhere it is
 * said, and the operator decides. What nobody has proved holds nothing up, or a stranger could. Pure.
 */
import { regimeTable } from '../regimes.ts';

/** Laws under which what was asked for is kept until recourse is exhausted. */
const KEEPING = ['ca-pipeda', 'ca-qc-law25'];

export interface Hold {
  /** By law; where not, it is a warning. */
  blocks: boolean;
  because: 'access-open' | 'recourse-open';
  /** Reference of the request that it is about. */
  reference: string;
  regime?: string;
  /** The article. */
  ref?: string;
}

export interface HeldRequest {
  id: string;
  reference: string;
  kind: string;
  queue: string;
  regime: string;
}

/** @param others Other requests of the same contact. */
export function holdsOn(erasure: { id: string; regimes: readonly string[] }, others: readonly HeldRequest[]): Hold[] {
  return others
    .filter(({ id, queue }) => id !== erasure.id && queue === 'active')
    .flatMap(({ kind, reference, regime }): Hold[] => {
      const because = kind === 'access' || kind === 'portability' ? 'access-open' : kind === 'complaint' || kind === 'appeal' ? 'recourse-open' : undefined;
      if (!because) return [];
      const keeping = KEEPING.find((law) => law === regime || erasure.regimes.includes(law));
      if (!keeping) return [{ blocks: false, because, reference }];
      const ref = regimeTable.regimes.find(({ id }) => id === keeping)?.records?.find(({ period }) => period === null)?.ref;
      return [{ blocks: true, because, reference, regime: keeping, ...(ref === undefined ? {} : { ref }) }];
    });
}
