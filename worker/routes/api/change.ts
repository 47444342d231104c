/**
 * Changes that other systems make to a request: once for each idempotency key. What was answered is kept in the transaction of the
 * change, so whoever lost the answer asks again and gets the same, and nothing happens twice.
 */
import type { Context } from 'hono';
import { sha256Bytes } from '../../../core/digest.ts';
import { toHex, utf8 } from '../../../core/log/bytes.ts';
import type { DoneAnswer } from '../../../core/requests/api.ts';
import type { Edge } from '../../edge.ts';
import { type Refusal, refuse } from '../../problem.ts';
import { addEvents, type Case, type Happening } from '../../requests/cases.ts';
import { dropAnswers, findAnswer, keepAnswer } from '../../store/tokens.ts';
import { type Caller, faulty, type Read } from './caller.ts';
import { noted } from './noted.ts';

/** For so long a key is known. */
const KEPT_MILLISECONDS = 2 * 86_400_000;
const KEY = /^[\x21-\x7e]{1,100}$/;

/** An idempotency key, and what it was sent with. */
export interface Once {
  key: string;
  asked: string;
}

/** The key of a request; or the answer that was given to the same one before. */
export async function onceOf(c: Context<Edge>, { desk, token }: Caller, body: Uint8Array): Promise<Read<Once>> {
  const key = c.req.header('Idempotency-Key') ?? '';
  if (!KEY.test(key)) return faulty(c, [{ pointer: '', detail: 'a header Idempotency-Key of 1 to 100 visible signs' }]);
  const asked = toHex(sha256Bytes(utf8(`${c.req.method} ${new URL(c.req.url).pathname}\n`), body));
  const before = await answeredBefore(c, { desk, token }, { key, asked });
  return before ? { ok: false, answer: Promise.resolve(before) } : { ok: true, value: { key, asked } };
}

async function answeredBefore(c: Context<Edge>, { desk, token }: Caller, { key, asked }: Once): Promise<Response | undefined> {
  const kept = await findAnswer(desk.db, token.prefix, key);
  if (!kept) return undefined;
  if (kept.asked !== asked) return refuse(c, { reason: 'key-used' });
  return said(kept.answer, kept.status);
}

export function said(json: string, status: number): Response {
  return new Response(json, { status, headers: { 'Content-Type': 'application/json' } });
}

/** The statements that keep an answer. */
export function kept({ desk, token }: Caller, { key, asked }: Once, status: number, answer: DoneAnswer): D1PreparedStatement[] {
  const at = desk.now.toISOString();
  return [
    keepAnswer(desk.db, { token: token.prefix, key, asked, at, status, answer: JSON.stringify(answer) }),
    dropAnswers(desk.db, new Date(desk.now.getTime() - KEPT_MILLISECONDS).toISOString()),
  ];
}

export interface Change {
  /** What is done, for the audit. */
  what: string;
  /** The events for the request as it is, or why there are none. */
  decide: (opened: Case) => Happening[] | Refusal | Promise<Happening[] | Refusal>;
  also?: (after: Case) => D1PreparedStatement[] | Promise<D1PreparedStatement[]>;
  more?: Pick<DoneAnswer, 'file' | 'approval'>;
  status?: 200 | 201 | 202;
}

/** Makes a change, and says which events it added. */
export async function change(
  c: Context<Edge>,
  caller: Caller,
  once: Once,
  id: string,
  { what, decide, also, more = {}, status = 201 }: Change,
): Promise<Response> {
  const { desk, token } = caller;
  const held: { refusal?: Refusal; again?: true; before: number } = { before: 0 };
  const answerFor = (after: Case): DoneAnswer => ({
    request: id,
    reference: after.row.reference,
    state: after.summary.state,
    events: after.events.slice(held.before).map(({ number }) => number),
    ...more,
  });
  const after = await addEvents(
    desk,
    id,
    async (opened) => {
      // Tried again after somebody else wrote: that may have been this very request.
      held.again = (await findAnswer(desk.db, token.prefix, once.key)) ? true : undefined;
      if (held.again) return [];
      const decided = await decide(opened);
      held.before = opened.events.length;
      held.refusal = Array.isArray(decided) ? undefined : decided;
      return Array.isArray(decided) ? decided : [];
    },
    {
      also: async (changed) => [
        ...kept(caller, once, status, answerFor(changed)),
        noted(caller, { action: 'change-request', request: id, details: { what, version: changed.row.version } }),
        ...((await also?.(changed)) ?? []),
      ],
    },
  );
  if (!after) return refuse(c, { reason: 'no-request' });
  if (held.again) return (await answeredBefore(c, caller, once)) ?? refuse(c, { reason: 'key-used' });
  if (held.refusal) return refuse(c, held.refusal);
  return said(JSON.stringify(answerFor(after)), status);
}
