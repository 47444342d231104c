/** What keeps rights requests going at a running site, piece by piece until nothing is left. Each may be broken off and repeated. */
import type { Replayed, Rotation } from '../core/requests/upkeep.ts';
import { CannotRun } from './outcome.ts';

export interface UpkeepRequest {
  /** Address of the site, with its base path. */
  to: string;
  token: string;
  progress?: (done: number, total: number, what: string) => void;
}

/** Rotates until no key that can be opened is left under another master key. */
export async function rotateKeys(request: UpkeepRequest): Promise<Rotation> {
  let rewrapped = 0;
  for (;;) {
    const rotation = await post<Rotation>(request, 'rotate-keys', {});
    rewrapped += rotation.rewrapped;
    request.progress?.(rewrapped, rewrapped + rotation.left, 'keys');
    // Where nothing moved, asking again would move nothing either.
    if (rotation.left === 0 || rotation.rewrapped === 0) return { ...rotation, rewrapped };
  }
}

/** Replays the whole list of those who must stay forgotten. */
export async function replaySuppressions(request: UpkeepRequest): Promise<Omit<Replayed, 'cursor'>> {
  const sum: Omit<Replayed, 'cursor'> = { suppressions: 0, erased: 0, open: [] };
  for (let cursor: string | null = ''; cursor !== null; ) {
    const piece: Replayed = await post<Replayed>(request, 'replay-suppressions', cursor === '' ? {} : { cursor });
    sum.suppressions += piece.suppressions;
    sum.erased += piece.erased;
    sum.open.push(...piece.open);
    cursor = piece.cursor;
  }
  return { ...sum, open: [...new Set(sum.open)] };
}

const TRIES = 4;

/** @throws {CannotRun} with what the site said. */
async function post<Answer>({ to, token }: UpkeepRequest, what: string, body: unknown): Promise<Answer> {
  const url = `${to.replace(/\/$/, '')}/api/v1/operator/requests/${what}`;
  for (let tries = 1; ; tries += 1) {
    const response = await send(url, token, body);
    if (typeof response !== 'string' && response.ok) return (await response.json()) as Answer;
    const passing = typeof response === 'string' || response.status >= 500;
    if (!passing || tries === TRIES) throw new CannotRun(`${to} did not do it: ${typeof response === 'string' ? response : await saidBy(response)}`);
    await new Promise((resolve) => setTimeout(resolve, 1000 * tries));
  }
}

async function send(url: string, token: string, body: unknown): Promise<Response | string> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
  } catch (error) {
    return error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
  }
}

async function saidBy(response: Response): Promise<string> {
  const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
  return `${response.status}${detail === undefined ? '' : `, ${detail}`}`;
}
