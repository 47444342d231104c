/**
 * How a mail leaves: Cloudflare's e-mail binding, or on a laptop not at all, for its mailbox shows what would have been sent.
 * https://developers.cloudflare.com/email-service/api/send-emails/workers-api/
 */
import type { Message } from './compose.ts';

/** What came of it. `never`: trying again would end the same way. `unconfigured`: nobody has set up mail yet. */
export type Outcome = { ok: true } | { ok: false; retry: 'later' | 'never' | 'unconfigured'; code: string };
export type Transport = (message: Message) => Promise<Outcome>;

/** The mail itself is at fault, or its address. */
const NEVER = ['E_VALIDATION_ERROR', 'E_FIELD_MISSING', 'E_TOO_MANY_RECIPIENTS', 'E_RECIPIENT_NOT_ALLOWED', 'E_RECIPIENT_SUPPRESSED', 'E_CONTENT_TOO_LARGE'];
/** The account may not send for this domain, or not at all. */
const UNCONFIGURED = ['E_SENDER_NOT_VERIFIED', 'E_SENDER_DOMAIN_NOT_AVAILABLE'];

export function transportOf({ EMAIL, LOCAL }: Pick<Cloudflare.Env, 'EMAIL' | 'LOCAL'>): Transport {
  if (LOCAL) return async () => ({ ok: true });
  if (!EMAIL) return async () => ({ ok: false, retry: 'unconfigured', code: 'no-binding' });
  return async ({ from, ...message }) => {
    if (from.email === '') return { ok: false, retry: 'unconfigured', code: 'no-sender' };
    try {
      await EMAIL.send({ from, ...message });
      return { ok: true };
    } catch (error) {
      return failureOf(error);
    }
  };
}

/** The code alone: the words of an error may hold the address. */
function failureOf(error: unknown): Outcome {
  const given = (error as { code?: unknown } | null)?.code;
  const code = typeof given === 'string' && /^[A-Z_]{1,40}$/.test(given) ? given : 'failed';
  if (NEVER.includes(code) || code.startsWith('E_HEADER')) return { ok: false, retry: 'never', code };
  return { ok: false, retry: UNCONFIGURED.includes(code) ? 'unconfigured' : 'later', code };
}
