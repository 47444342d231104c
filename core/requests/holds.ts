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
  state: string;
  regime: string;
  /** `form` is this site's own: whoever sends it, nobody has seen. */
  channel: string;
  /** The request that a complaint or an appeal is about. */
  parent: string | null;
}

/** Kinds that are always proved before anybody works on them. */
const PROVED_KINDS = ['access', 'portability', 'rectification', 'erasure'];
const UNPROVED_STATES = ['unproved', 'expired', 'disputed'];

/** A complaint or an appeal takes no proof. It holds something up by law where it is about a request that was proved, or came in otherwise. */
function isBacked({ channel, parent }: HeldRequest, proved: ReadonlySet<string>): boolean {
  return channel !== 'form' || (parent !== null && proved.has(parent));
}

/** @param others Other requests of the same contact. */
export function holdsOn(erasure: { id: string; regimes: readonly string[] }, others: readonly HeldRequest[]): Hold[] {
  const proved = new Set(others.filter(({ kind, state }) => PROVED_KINDS.includes(kind) && !UNPROVED_STATES.includes(state)).map(({ id }) => id));
  proved.add(erasure.id);
  return others
    .filter(({ id, queue }) => id !== erasure.id && queue === 'active')
    .flatMap((other): Hold[] => {
      const { kind, reference, regime } = other;
      const because = kind === 'access' || kind === 'portability' ? 'access-open' : kind === 'complaint' || kind === 'appeal' ? 'recourse-open' : undefined;
      if (!because) return [];
      const keeping = KEEPING.find((law) => law === regime || erasure.regimes.includes(law));
      if (!keeping || (because === 'recourse-open' && !isBacked(other, proved))) return [{ blocks: false, because, reference }];
      const ref = regimeTable.regimes.find(({ id }) => id === keeping)?.records?.find(({ period }) => period === null)?.ref;
      return [{ blocks: true, because, reference, regime: keeping, ...(ref === undefined ? {} : { ref }) }];
    });
}
