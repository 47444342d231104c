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

const BECAUSE = { access: 'access-open', portability: 'access-open', complaint: 'recourse-open', appeal: 'recourse-open' } as const satisfies Record<
  string,
  Hold['because']
>;
export type HoldingKind = keyof typeof BECAUSE;

/** The kinds that hold an erasure up while they are open. */
export const HOLDING_KINDS = Object.keys(BECAUSE) as HoldingKind[];

export interface HeldRequest {
  id: string;
  reference: string;
  kind: string;
  queue: string;
  regime: string;
  /** `form` is this site's own: whoever sends it, nobody has seen. */
  channel: string;
  /** The request that a complaint or an appeal is about, open or not. */
  parent: string | null;
  /** What that one is and where it stands; nothing where another contact sent it. */
  parentKind: string | null;
  parentState: string | null;
}

/** Kinds that are always proved before anybody works on them. */
const PROVED_KINDS = ['access', 'portability', 'rectification', 'erasure'];
const UNPROVED_STATES = ['unproved', 'expired', 'disputed'];

/** A complaint or an appeal takes no proof. It holds something up by law where it is about a request that was proved, or came in otherwise. */
function isBacked({ channel, parent, parentKind, parentState }: HeldRequest, erasure: string): boolean {
  if (channel !== 'form' || parent === erasure) return true;
  return parentKind !== null && parentState !== null && PROVED_KINDS.includes(parentKind) && !UNPROVED_STATES.includes(parentState);
}

/**
 * @param others The open requests of the same contact: all of them, for what is left out holds nothing up.
 * @returns what blocks it first, then what is only said.
 */
export function holdsOn(erasure: { id: string; regimes: readonly string[] }, others: readonly HeldRequest[]): Hold[] {
  const holds = others
    .filter(({ id, queue }) => id !== erasure.id && queue === 'active')
    .flatMap((other): Hold[] => {
      const { reference, regime } = other;
      const kind = HOLDING_KINDS.find((one) => one === other.kind);
      if (!kind) return [];
      const because = BECAUSE[kind];
      const keeping = KEEPING.find((law) => law === regime || erasure.regimes.includes(law));
      if (!keeping || (because === 'recourse-open' && !isBacked(other, erasure.id))) return [{ blocks: false, because, reference }];
      const ref = regimeTable.regimes.find(({ id }) => id === keeping)?.records?.find(({ period }) => period === null)?.ref;
      return [{ blocks: true, because, reference, regime: keeping, ...(ref === undefined ? {} : { ref }) }];
    });
  return [...holds.filter(({ blocks }) => blocks), ...holds.filter(({ blocks }) => !blocks)];
}
