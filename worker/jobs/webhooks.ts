/** Sends the webhooks that wait, with the waits between attempts that Standard Webhooks proposes, and notes what came of each. */
import type { Attempt } from '../../core/requests/webhooks.ts';
import type { Desk } from '../requests/desk.ts';
import { faultOfAddress, secretsOf, signedHeaders } from '../requests/webhooks.ts';
import { type ClaimedDelivery, claimDeliveries, type EndpointRow, endpoints, settleDelivery, turnOffEndpoint } from '../store/webhooks.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Longer than the answer of everything that is taken at once may take. */
const HOLD = 15 * MINUTE;
const WAITS = [5000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
const MOST_MILLISECONDS = 15_000;
/** No endpoint may put its delivery off for longer. */
const LONGEST_WAIT = 24 * HOUR;

export interface WebhookRound {
  delivered: number;
  failed: number;
  more: boolean;
  again?: number;
}

type Answer = { status: number; retryAfter?: number } | { problem: string };

/** @throws where the database fails: what was taken comes back by itself. */
export async function deliverWebhooks(desk: Desk, { ask = fetch, limit = 30 }: { ask?: typeof fetch; limit?: number } = {}): Promise<WebhookRound> {
  const { db, now } = desk;
  const claim = crypto.randomUUID();
  const taken = await claimDeliveries(db, { claim, now: now.toISOString(), until: later(now, HOLD), limit });
  const round: WebhookRound = { delivered: 0, failed: 0, more: taken.length === limit };
  if (taken.length === 0) return round;
  const known = new Map((await endpoints(db)).map((endpoint) => [endpoint.id, endpoint]));
  for (const delivery of taken) {
    const endpoint = known.get(delivery.endpoint);
    const before = Date.now();
    const answer = endpoint?.state === 'on' ? await post(desk, endpoint, delivery, ask) : { problem: 'endpoint-off' };
    const attempt = { at: now.toISOString(), ...told(answer), milliseconds: Math.max(0, Date.now() - before) };
    if ('status' in answer && answer.status === 410 && endpoint) {
      endpoint.state = 'off';
      await db.batch([settleDelivery(db, delivery, claim, attempt, { state: 'dead' }), ...turnOffEndpoint(db, endpoint.id)]);
      round.failed += 1;
      continue;
    }
    const next = nextOf(delivery, answer);
    await settleDelivery(db, delivery, claim, attempt, next.wait === undefined ? next : { ...next, due: later(now, next.wait) }).run();
    round[next.state === 'delivered' ? 'delivered' : 'failed'] += 1;
    if (next.wait !== undefined) round.again = Math.min(round.again ?? next.wait, next.wait);
  }
  return round;
}

function nextOf({ attempts }: ClaimedDelivery, answer: Answer): { state: 'waiting' | 'delivered' | 'dead'; wait?: number } {
  if ('status' in answer && answer.status >= 200 && answer.status < 300) return { state: 'delivered' };
  if ('problem' in answer && answer.problem === 'endpoint-off') return { state: 'dead' };
  const planned = WAITS[attempts - 1];
  if (planned === undefined) return { state: 'dead' };
  const asked = 'status' in answer ? (answer.retryAfter ?? 0) : 0;
  return { state: 'waiting', wait: Math.min(Math.max(planned, asked), LONGEST_WAIT) };
}

function told(answer: Answer): Pick<Attempt, 'status' | 'problem'> {
  return 'status' in answer ? { status: answer.status } : { problem: answer.problem };
}

/** Redirects are not followed: they would lead where nobody checked. What the endpoint says beside its status is not read. */
async function post(desk: Desk, endpoint: EndpointRow, { message, body }: ClaimedDelivery, ask: typeof fetch): Promise<Answer> {
  if (faultOfAddress(desk, endpoint.url) !== undefined) return { problem: 'address-refused' };
  const secrets = await secretsOf(desk, endpoint);
  if (secrets.length === 0) return { problem: 'no-key' };
  try {
    const response = await ask(endpoint.url, {
      method: 'POST',
      headers: signedHeaders(secrets, message, desk.now, body),
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(MOST_MILLISECONDS),
    });
    await response.body?.cancel();
    const retryAfter = secondsIn(response.headers.get('Retry-After'), desk.now);
    return { status: response.status, ...(retryAfter === undefined ? {} : { retryAfter: retryAfter * 1000 }) };
  } catch (error) {
    return { problem: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable' };
  }
}

/** RFC 9110, 10.2.3: seconds, or a date. */
function secondsIn(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now.getTime()) / 1000));
}

function later(now: Date, milliseconds: number): string {
  return new Date(now.getTime() + milliseconds).toISOString();
}
