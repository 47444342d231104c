/** `POST /api/v1/requests`: takes a request that came in elsewhere, in a signed-in account or by letter, with the date of its receipt. */
import type { Context } from 'hono';
import type { z } from 'zod';
import { createBody, type DoneAnswer } from '../../../core/requests/api.ts';
import { proofFor } from '../../../core/requests/form.ts';
import { KIND_RULES } from '../../../core/requests/kinds.ts';
import { type ReceivedFault, receivedFault } from '../../../core/requests/received.ts';
import type { Edge } from '../../edge.ts';
import { type FieldError, refuse } from '../../problem.ts';
import { addressOf, type Happening, takeCase } from '../../requests/cases.ts';
import { mayMail } from '../../requests/limits.ts';
import { proofStatements } from '../../requests/proof.ts';
import { findRequest } from '../../store/requests.ts';
import { findAnswer } from '../../store/tokens.ts';
import { MOST_BYTES } from './acts.ts';
import { type Caller, faulty, readJson, readValue } from './caller.ts';
import { kept, onceOf, said } from './change.ts';
import { noted } from './noted.ts';

export async function create(c: Context<Edge>, caller: Caller): Promise<Response> {
  const json = await readJson(c, MOST_BYTES);
  if (!json.ok) return json.answer;
  const body = readValue(c, createBody, json.value.value);
  if (!body.ok) return body.answer;
  const once = await onceOf(c, caller, json.value.bytes);
  if (!once.ok) return once.answer;
  const errors = await faultsOf(caller, body.value);
  if (errors.length > 0) return faulty(c, errors).answer;
  const { proved, locale, received, oldReceipt: _confirmed, parent, ...made } = body.value;
  const { desk, token } = caller;
  const { key } = once.value;
  const address = addressOf(made.content);
  const variant = made.content.answers?.variant;
  const answers = { place: made.place, ...(variant === undefined ? {} : { variant }) };
  const asks = !proved && address !== undefined && proofFor(desk.file, made.kind, answers, received ?? desk.today) !== 'none';
  const then = proved ? [provedNow(caller)] : asks ? [proofAsked(caller)] : [];
  try {
    let answer = '';
    await takeCase(
      desk,
      {
        ...made,
        ...(received === undefined ? {} : { received }),
        ...(parent === undefined ? {} : { parent }),
        locale: desk.texts(locale ?? '').locale,
        actor: token.actor,
        then,
      },
      async (opened) => {
        const done: DoneAnswer = {
          request: opened.row.id,
          reference: opened.row.reference,
          state: opened.summary.state,
          events: opened.events.map(({ number }) => number),
        };
        answer = JSON.stringify(done);
        return [
          ...kept(caller, once.value, 201, done),
          noted(caller, { action: 'enter-request', request: opened.row.id }),
          // The address is asked itself, as if the form had been filled in: nobody is told of the request before that.
          ...(asks && (await mayMail(desk, await desk.vault.hash('contact', address), { address: undefined }))
            ? await proofStatements(desk, opened, 'proof')
            : []),
        ];
      },
    );
    return said(answer, 201);
  } catch (error) {
    // The same request came twice at once, and the other one was first.
    const before = /UNIQUE constraint/.test(String(error)) ? await findAnswer(desk.db, token.prefix, key) : null;
    if (!before) throw error;
    return before.asked === once.value.asked ? said(before.answer, before.status) : refuse(c, { reason: 'key-used' });
  }
}

const provedNow = ({ desk, token }: Caller): Happening => ({ event: { type: 'proved', at: desk.now.toISOString(), by: 'operator' }, actor: token.actor });

const proofAsked = ({ desk }: Caller): Happening => ({ event: { type: 'proof-asked', at: desk.now.toISOString() }, actor: 'system' });

const RECEIVED: Record<ReceivedFault, string> = {
  future: 'a day that is not in the future',
  old: 'a day of the last twelve months; an older one together with "oldReceipt": true, so that a wrong year is noticed',
};

/** What the schema cannot know: the clock, the kind's rules, other requests. */
async function faultsOf({ desk }: Caller, { kind, received, oldReceipt = false, content, parent }: z.infer<typeof createBody>): Promise<FieldError[]> {
  const old = received === undefined ? undefined : receivedFault(received, desk.today, oldReceipt);
  const { details, linked } = KIND_RULES[kind];
  return [
    ...(old ? [{ pointer: '/received', detail: RECEIVED[old] }] : []),
    ...(details === 'required' && !content.details ? [{ pointer: '/content/details', detail: `words, for a request of the kind ${kind}` }] : []),
    ...(parent !== undefined && !linked ? [{ pointer: '/parent', detail: 'nothing but for a complaint or an appeal' }] : []),
    ...(parent !== undefined && !(await findRequest(desk.db, { id: parent })) ? [{ pointer: '/parent', detail: 'the id of a request' }] : []),
  ];
}
