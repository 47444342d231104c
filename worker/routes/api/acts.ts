/** What other systems add to a request: events, messages, results, packages; and how they answer, refuse and extend it. */
import type { Context } from 'hono';
import type { z } from 'zod';
import { addDays } from '../../../core/deadlines/count.ts';
import { fromBase64 } from '../../../core/log/bytes.ts';
import { answerFault } from '../../../core/requests/answer.ts';
import { answerBody, eventBody, extendBody, messageBody, packageBody, refuseBody, requestPath, resultBody } from '../../../core/requests/api.ts';
import type { CaseEvent } from '../../../core/requests/events.ts';
import { KIND_RULES } from '../../../core/requests/kinds.ts';
import type { MailName } from '../../../core/requests/mails.ts';
import { datesOf } from '../../../core/requests/summary.ts';
import type { Edge } from '../../edge.ts';
import { type Refusal, refuse } from '../../problem.ts';
import { makeAnswer } from '../../requests/answer.ts';
import { type Case, type Happening, openCase } from '../../requests/cases.ts';
import { filesOf } from '../../store/requests.ts';
import { type Caller, faulty, type Read, readJson, readValue } from './caller.ts';
import { change, mailTo, type Once, onceOf } from './change.ts';

export const MOST_BYTES = 65_536;
/** Base64 of what a package may have, and some room for names. */
export const MOST_PACKAGE_BYTES = 24 * 1024 * 1024;

interface Sent<T> {
  id: string;
  body: T;
  once: Once;
}

async function sent<T>(c: Context<Edge>, caller: Caller, schema: z.ZodType<T>, most = MOST_BYTES): Promise<Read<Sent<T>>> {
  const path = readValue(c, requestPath, { id: c.req.param('id') });
  if (!path.ok) return path;
  const json = await readJson(c, most);
  if (!json.ok) return json;
  const body = readValue(c, schema, json.value.value);
  if (!body.ok) return body;
  const once = await onceOf(c, caller, json.value.bytes);
  return once.ok ? { ok: true, value: { id: path.value.id, body: body.value, once: once.value } } : once;
}

/** Why nothing can be added to a request; nothing where it can. */
function obstacle(
  opened: Case,
  { open = false, proved = false, needsKey = true }: { open?: boolean; proved?: boolean; needsKey?: boolean } = {},
): Refusal | undefined {
  const { summary, content } = opened;
  if (open && summary.queue === 'closed') return { reason: 'request-closed', state: summary.state };
  if (needsKey && !content) return { reason: 'contents-gone' };
  return proved && !isProved(opened) ? { reason: 'not-proved' } : undefined;
}

/** Where an answer in the wrong hands does harm, somebody has seen who asks. */
function isProved({ row, events }: Case): boolean {
  return KIND_RULES[row.kind].proof === 'none' || events.some(({ event }) => event.type === 'proved' || event.type === 'identity-confirmed');
}

const MAIL_OF: Partial<Record<CaseEvent['type'], MailName>> = {
  acknowledged: 'acknowledged',
  'identity-asked': 'identity',
  'clarification-asked': 'clarification',
};

/** `POST …/{id}/events`. */
export async function addEvent(c: Context<Edge>, caller: Caller): Promise<Response> {
  const read = await sent(c, caller, eventBody);
  if (!read.ok) return read.answer;
  const { id, body, once } = read.value;
  const { token, desk } = caller;
  const words = 'text' in body ? body.text : undefined;
  const at = desk.now.toISOString();
  const event: CaseEvent = body.type === 'assigned' ? { type: 'assigned', at, to: body.to } : { type: body.type, at };
  const mail = MAIL_OF[body.type];
  return change(c, caller, once, id, {
    what: body.type,
    decide: (opened) =>
      obstacle(opened, { open: body.type !== 'note', needsKey: words !== undefined }) ?? [
        { event, actor: token.actor, ...(words === undefined ? {} : { words }) },
      ],
    also: (after) => (mail === undefined ? [] : mailTo(desk, after, mail, { words, ...dated(caller, after) })),
  });
}

/** What an acknowledgement says. */
function dated({ desk }: Caller, { row, summary }: Case): Record<string, string | undefined> {
  return { kind: desk.texts(row.locale).t(`right.${row.kind}.name`), received: summary.received, due: summary.due };
}

/** `POST …/{id}/messages`. */
export async function addMessage(c: Context<Edge>, caller: Caller): Promise<Response> {
  const read = await sent(c, caller, messageBody);
  if (!read.ok) return read.answer;
  const { id, body, once } = read.value;
  const { desk, token } = caller;
  return change(c, caller, once, id, {
    what: 'message-to-person',
    decide: (opened) => obstacle(opened) ?? [messageFrom(caller, token.actor, body.text)],
    also: (after) => mailTo(desk, after, 'message', { words: body.text }),
  });
}

const messageFrom = ({ desk }: Caller, actor: string, words: string): Happening => ({
  event: { type: 'message-to-person', at: desk.now.toISOString() },
  actor,
  words,
});

/** `POST …/{id}/results`. */
export async function addResult(c: Context<Edge>, caller: Caller): Promise<Response> {
  const read = await sent(c, caller, resultBody);
  if (!read.ok) return read.answer;
  const { id, body, once } = read.value;
  const words = [`${body.system}: ${body.outcome}`, ...(body.text === undefined ? [] : [body.text])].join('\n');
  return change(c, caller, once, id, {
    what: `result ${body.outcome}`,
    decide: (opened) => obstacle(opened) ?? [{ event: { type: 'note', at: caller.desk.now.toISOString() }, actor: caller.token.actor, words }],
  });
}

/** `POST …/{id}/packages`. */
export async function addPackage(c: Context<Edge>, caller: Caller): Promise<Response> {
  const read = await sent(c, caller, packageBody, MOST_PACKAGE_BYTES);
  if (!read.ok) return read.answer;
  const { id, body, once } = read.value;
  const files = body.files.map(({ content, ...facts }) => ({ ...facts, bytes: fromBase64(content) ?? new Uint8Array() }));
  const parts = { ...(body.data === undefined ? {} : { data: body.data }), files, ...(body.passphrase === undefined ? {} : { passphrase: body.passphrase }) };
  const fault = answerFault(parts);
  if (fault) return faulty(c, [fault]).answer;
  const opened = await openCase(caller.desk, { id });
  if (!opened) return refuse(c, { reason: 'no-request' });
  const why = obstacle(opened, { open: true });
  if (why) return refuse(c, why);
  const made = await makeAnswer(caller.desk, opened, { ...parts, actor: caller.token.actor });
  return change(c, caller, once, id, {
    what: 'add-package',
    decide: (now) => obstacle(now, { open: true }) ?? made.happenings,
    also: () => made.statements,
    more: { file: made.file },
  });
}

/** `POST …/{id}/answer`. */
export async function answer(c: Context<Edge>, caller: Caller): Promise<Response> {
  const read = await sent(c, caller, answerBody);
  if (!read.ok) return read.answer;
  const { id, body, once } = read.value;
  const { desk, token } = caller;
  const files = await filesOf(desk.db, id);
  const until = files.some(({ source }) => source === 'answer') ? addDays(desk.today, desk.file.settings.answerDays) : undefined;
  if (desk.file.settings.fourEyes)
    return askApproval(c, caller, once, id, { does: 'answered', outcome: body.outcome, releaseUntil: until, text: body.text ?? '' });
  const at = desk.now.toISOString();
  return change(c, caller, once, id, {
    what: 'answered',
    decide: (opened) =>
      obstacle(opened, { open: true, proved: true, needsKey: body.text !== undefined }) ?? [
        ...(body.text === undefined ? [] : [messageFrom(caller, token.actor, body.text)]),
        ...(until === undefined ? [] : [{ event: { type: 'answer-released' as const, at, until }, actor: token.actor }]),
        { event: { type: 'answered', at, outcome: body.outcome }, actor: token.actor },
      ],
    also: (after) => mailTo(desk, after, 'answered', { words: body.text, until }),
  });
}

/** Four eyes: what is to go out is kept as a proposal, and a second person carries it out on the console. */
function askApproval(c: Context<Edge>, caller: Caller, once: Once, id: string, proposal: Record<string, unknown>): Promise<Response> {
  const at = caller.desk.now.toISOString();
  return change(c, caller, once, id, {
    what: 'approval-asked',
    decide: (opened) =>
      obstacle(opened, { open: true, proved: true }) ?? [
        {
          event: { type: 'approval-asked', at, action: opened.row.kind === 'erasure' ? 'erasure' : 'answered' },
          actor: caller.token.actor,
          words: JSON.stringify(proposal),
        },
      ],
    more: { approval: 'asked' },
    status: 202,
  });
}

/** `POST …/{id}/refuse`. */
export async function refuseRequest(c: Context<Edge>, caller: Caller): Promise<Response> {
  const read = await sent(c, caller, refuseBody);
  if (!read.ok) return read.answer;
  const { id, body, once } = read.value;
  const { desk, token } = caller;
  const { reasons, text } = body;
  if (desk.file.settings.fourEyes) return askApproval(c, caller, once, id, { does: 'refused', reasons, text: text ?? '' });
  // A refusal is somebody's: the name stands before the system that brought it.
  const actor = `${body.by}, ${token.actor}`;
  const at = desk.now.toISOString();
  return change(c, caller, once, id, {
    what: 'refused',
    decide: (opened) =>
      obstacle(opened, { open: true, needsKey: text !== undefined }) ?? [
        ...(text === undefined ? [] : [messageFrom(caller, actor, text)]),
        { event: { type: 'refused', at, reasons }, actor },
      ],
    also: (after) => mailTo(desk, after, 'refused', { words: text }),
  });
}

/** `POST …/{id}/extend`. */
export async function extend(c: Context<Edge>, caller: Caller): Promise<Response> {
  const read = await sent(c, caller, extendBody);
  if (!read.ok) return read.answer;
  const { id, body, once } = read.value;
  const { desk, token } = caller;
  const { reason, until, text } = body;
  const event: CaseEvent = { type: 'extended', at: desk.now.toISOString(), reason, ...(until === undefined ? {} : { until }) };
  return change(c, caller, once, id, {
    what: 'extended',
    decide: (opened) =>
      obstacle(opened, { open: true, needsKey: text !== undefined }) ??
      (mayExtend(opened, until)
        ? [...(text === undefined ? [] : [messageFrom(caller, token.actor, text)]), { event, actor: token.actor }]
        : { reason: 'no-extension' }),
    also: (after) => mailTo(desk, after, 'extended', { words: text, due: after.summary.due, reason }),
  });
}

/** Does the law whose date counts give more time, and as much as is wished? */
function mayExtend({ rules, events, summary }: Case, until: string | undefined): boolean {
  const counting = datesOf({ rules, events: events.map(({ event }) => event) }).filter(({ rules: { regime } }) => regime === summary.regime);
  return counting.some(({ dates: { extension } }) => extension.possible && (until === undefined || extension.limit === undefined || until <= extension.limit));
}
