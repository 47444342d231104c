/**
 * Delivery of consent records to the origin that served the script: in order, each until it is acknowledged or
 * refused for good.
 */

import { SUBJECT_NAME } from '../core/decision.ts';
import type { SentConsent } from '../core/schemas.ts';
import { anyOf } from './consent.ts';
import type { Inside, Taken } from './inside.ts';
import type { Unsent } from './outbox.ts';
import { attempt, getItem, setItem } from './storage.ts';

const OLDEST_MS = 30 * 86_400_000;
/** One that never answers must not hold up the other tabs. */
const PATIENCE_MS = 30_000;

export interface Delivery {
  /** Sends what waits, oldest first, until something must wait longer. */
  deliver(): Promise<void>;
  /** The last record of this page, once it is acknowledged. */
  record(): Taken | undefined;
}

export function createDelivery({ base, data, outbox, keepOutbox, tell }: Pick<Inside, 'base' | 'data' | 'outbox' | 'keepOutbox' | 'tell'>): Delivery {
  const endpoint = `${base}api/v1/consents`;
  let last: Taken | undefined;

  /** Ids and subjects follow from the record, so that one that is sent twice is one. */
  function complete(): Unsent[] {
    const records = outbox()
      .filter(({ at }) => Date.now() - at < OLDEST_MS)
      .map(({ seed, ...record }) => (seed ? { ...record, id: recordId(record.at, seed), secret: subjectSecret(seed, anyOf(record.choices)) } : record));
    keepOutbox(records);
    return records;
  }

  async function run(): Promise<void> {
    for (let record = complete()[0]; record; record = complete()[0]) {
      const { id = '', choices, secret } = record;
      // Until this one is in there is no receipt: that of the one before it would say something else.
      last = undefined;
      const answer = await send(endpoint, await sealed(record, id, data().site));
      if (!answer) return;
      const left = outbox().filter((other) => other.id !== id);
      keepOutbox(left);
      // After a full withdrawal nothing ties the browser to its records any more.
      if (secret && !anyOf(choices) && left.length === 0) setItem(SUBJECT_NAME, undefined);
      if (answer.ok) last = { id, token: answer.token };
      tell('fairnotice:record', answer.ok ? { id, state: 'accepted' } : { id, state: 'refused', status: answer.status });
    }
  }

  let running: Promise<void> | undefined;
  return {
    record: () => last,
    deliver() {
      // One run at a time on this page, and among tabs where the browser can tell.
      running ??= (navigator.locks?.request('fairnotice', run) ?? run())
        // Where a browser gives no locks, as in a frame of no origin. Nothing here may throw into the page.
        .catch(run)
        .catch(() => {})
        .finally(() => {
          running = undefined;
        });
      return running;
    },
  };
}

/** @returns nothing where the record has to wait. */
async function send(endpoint: string, record: SentConsent): Promise<{ ok: boolean; status: number; token?: string | undefined } | undefined> {
  try {
    // A plain text body needs no preflight; credentials are never sent.
    const headers = { 'Content-Type': 'text/plain' };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(endpoint, { method: 'POST', body: JSON.stringify(record), keepalive: true, credentials: 'omit', headers, signal });
    const { ok, status } = answer;
    const said = await answer.text();
    // An answer that does not name the record is somebody else's, such as the sign-in page of a hotel.
    const notYet = ok ? !said.includes(record.id) : status < 400 || status >= 500 || [408, 425, 429].includes(status);
    return notYet ? undefined : { ok, status, token: attempt(() => (JSON.parse(said) as { token?: string }).token) };
  } catch {
    return undefined;
  }
}

/** The subject is the hash of the secret, which stays in the browser. Only a secure context can make it; elsewhere there is none. */
async function sealed({ secret, at, ...record }: Unsent, id: string, site: string): Promise<SentConsent> {
  const bytes = Uint8Array.from(secret?.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const subject = secret && crypto.subtle ? hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) : null;
  return { ...record, id, site, decided: new Date(at).toISOString(), subject };
}

/** Made when something is allowed for the first time, and not before: a refusal leaves no identifier. */
function subjectSecret(seed: number[], make: boolean): string | undefined {
  const kept = getItem(SUBJECT_NAME) ?? undefined;
  if (kept || !make) return kept;
  setItem(SUBJECT_NAME, hex(seed.slice(10)));
  // Where it cannot be kept it would prove nothing later.
  return getItem(SUBJECT_NAME) ?? undefined;
}

/** UUIDv7 (RFC 9562, 5.7). */
function recordId(at: number, seed: number[]): string {
  const random = hex(seed.slice(0, 10));
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(1, 4)}-a${random.slice(5, 8)}-${random.slice(8)}`;
}

function hex(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
