/** What other systems add to a request: events, messages, results, packages; and how they answer, refuse and extend it. */
import type { Context } from 'hono';
import type { z } from 'zod';
import { addDays } from '../../../core/deadlines/count.ts';
import { fromBase64 } from '../../../core/log/bytes.ts';
import { answerFault } from '../../../core/requests/answer.ts';
import { answerBody, eventBody, extendBody, messageBody, packageBody, refuseBody, requestPath, resultBody } from '../../../core/requests/api.ts';
import type { CaseEvent } from '../../../core/requests/events.ts';
import { silenceOf } from '../../../core/requests/summary.ts';
import { extensionOf, holdsNow } from '../../console/dossier.ts';
import type { Proposal } from '../../console/proposals.ts';
import type { Edge } from '../../edge.ts';
import { type Refusal, refuse } from '../../problem.ts';
import { makeAnswer } from '../../requests/answer.ts';
import { type Case, type Happening, openCase, summaryWith } from '../../requests/cases.ts';
import type { Desk } from '../../requests/desk.ts';
import { isProved } from '../../requests/proof.ts';
import { filesOf } from '../../store/requests.ts';
import { type Caller, faulty, type Read, readJson, readValue } from './caller.ts';
import { change, type Once, onceOf } from './change.ts';

export const MOST_BYTES = 65_536;
/** The JSON of a package: while it is read, some four copies of it are held, and a Worker has 128 MB for all that it does. */
export const MOST_PACKAGE_BYTES = 12 * 1024 * 1024;

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

interface Needs {
  /** Is it for open requests alone? */
  open?: boolean;
  /** Are words kept with it? */
  needsKey?: boolean;
  /** Is the person told of it? */
  letter?: boolean;
}

/** Why nothing can be added to a request; nothing where it can. */
function obstacle({ events, summary, content }: Case, { open = false, needsKey = true, letter = false }: Needs = {}): Refusal | undefined {
  if (open && summary.queue === 'closed') return { reason: 'request-closed', state: summary.state };
  const silence = letter ? silenceOf(events.map(({ event }) => event)) : undefined;
  if (silence === 'disputed') return { reason: 'request-closed', state: 'disputed' };
  if (silence === 'unproved') return { reason: 'not-proved' };
  return needsKey && !content ? { reason: 'contents-gone' } : undefined;
}

/** Events that the person is told of. */
const TOLD: readonly CaseEvent['type'][] = ['acknowledged', 'identity-asked', 'clarification-asked', 'fee-asked'];

/** `POST …/{id}/events`. */
export async function addEvent(c: Context<Edge>, caller: Caller): Promise<Response> {
  const read = await sent(c, caller, eventBody);
  if (!read.ok) return read.answer;
  const { id, body, once } = read.value;
  const { token, desk } = caller;
  const words = 'text' in body ? body.text : undefined;
  const at = desk.now.toISOString();
  const event: CaseEvent = body.type === 'assigned' ? { type: 'assigned', at, to: body.to } : { type: body.type, at };
  return change(c, caller, once, id, {
    what: body.type,
    decide: (opened) =>
      obstacle(opened, { open: body.type !== 'note', needsKey: words !== undefined, letter: TOLD.includes(body.type) }) ?? [
        { event, actor: token.actor, ...(words === undefined ? {} : { words }) },
      ],
  });
}

/** `POST …/{id}/messages`. */
export async function addMessage(c: Context<Edge>, caller: Caller): Promise<Response> {
  const read = await sent(c, caller, messageBody);
  if (!read.ok) return read.answer;
  const { id, body, once } = read.value;
  const { token } = caller;
  return change(c, caller, once, id, {
    what: 'message-to-person',
    decide: (opened) => obstacle(opened, { letter: true }) ?? [messageFrom(caller, token.actor, body.text)],
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
  const files = body.files.map(({ content, ...facts }) => ({ ...facts, bytes: [fromBase64(content) ?? new Uint8Array()] }));
  const parts = { ...(body.data === undefined ? {} : { data: body.data }), files, ...(body.passphrase === undefined ? {} : { passphrase: body.passphrase }) };
  const fault = answerFault({ ...parts, hasFiles: files.length > 0 });
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
  const { desk } = caller;
  const files = await filesOf(desk.db, id);
  const until = files.some(({ source }) => source === 'answer') ? addDays(desk.today, desk.file.settings.answerDays) : undefined;
  const proposal: Proposal = { does: 'answered', outcome: body.outcome, ...(until === undefined ? {} : { releaseUntil: until }), text: body.text ?? '' };
  return close(c, caller, once, id, proposal);
}

/** `POST …/{id}/refuse`. */
export async function refuseRequest(c: Context<Edge>, caller: Caller): Promise<Response> {
  const read = await sent(c, caller, refuseBody);
  if (!read.ok) return read.answer;
  const { id, body, once } = read.value;
  // A refusal is somebody's: the name stands before the system that brought it.
  return close(c, caller, once, id, { does: 'refused', reasons: body.reasons, text: body.text ?? '' }, body.by);
}

/**
 * Closes a request; with four eyes that is a proposal first, which a second person carries out on the console.
 *
 * @param by In whose name, where it is somebody's.
 */
function close(c: Context<Edge>, caller: Caller, once: Once, id: string, proposal: Proposal, by?: string): Promise<Response> {
  const { desk, token } = caller;
  const actor = by === undefined ? token.actor : `${by}, ${token.actor}`;
  const fourEyes = desk.file.settings.fourEyes;
  return change(c, caller, once, id, {
    what: fourEyes ? `approval-asked ${proposal.does}` : proposal.does,
    decide: async (opened) => {
      const why = obstacle(opened, { open: true, needsKey: fourEyes || proposal.text !== '', letter: true });
      if (why) return why;
      if (proposal.does === 'answered' && !isProved(desk, opened)) return { reason: 'not-proved' };
      const [hold] = proposal.does === 'answered' && proposal.outcome !== 'no-data' ? await holdsNow(desk, opened) : [];
      if (hold) return { reason: 'erasure-held', by: hold.reference, ref: hold.ref ?? hold.regime ?? '' };
      return fourEyes ? [asking(caller, opened, proposal, by)] : closing(caller, proposal, actor);
    },
    ...(fourEyes ? { more: { approval: 'asked' as const }, status: 202 as const } : {}),
  });
}

function asking({ desk, token }: Caller, { row }: Case, proposal: Proposal, by: string | undefined): Happening {
  const action = row.kind === 'erasure' && proposal.does === 'answered' ? 'erasure' : 'answered';
  const behind = [token.owner, by].filter((name) => name !== undefined);
  return {
    event: { type: 'approval-asked', at: desk.now.toISOString(), action, ...(behind.length > 0 ? { behind } : {}) },
    actor: token.actor,
    words: JSON.stringify(proposal),
  };
}

function closing({ desk }: Caller, proposal: Proposal, actor: string): Happening[] {
  const at = desk.now.toISOString();
  const words = proposal.text === '' ? {} : { words: proposal.text };
  if (proposal.does === 'refused') return [{ event: { type: 'refused', at, reasons: proposal.reasons }, actor, ...words }];
  const release: Happening[] = proposal.releaseUntil === undefined ? [] : [{ event: { type: 'answer-released', at, until: proposal.releaseUntil }, actor }];
  return [...release, { event: { type: 'answered', at, outcome: proposal.outcome }, actor, ...words }];
}

/** `POST …/{id}/extend`. */
export async function extend(c: Context<Edge>, caller: Caller): Promise<Response> {
  const read = await sent(c, caller, extendBody);
  if (!read.ok) return read.answer;
  const { id, body, once } = read.value;
  const { desk, token } = caller;
  const { reason, until, text } = body;
  const event = { type: 'extended' as const, at: desk.now.toISOString(), reason, ...(until === undefined ? {} : { until }) };
  return change(c, caller, once, id, {
    what: 'extended',
    decide: (opened) =>
      obstacle(opened, { open: true, needsKey: text !== undefined, letter: true }) ??
      dayMissing(opened, until) ??
      (mayExtend(desk, opened, event) ? [{ event, actor: token.actor, ...(text === undefined ? {} : { words: text }) }] : { reason: 'no-extension' }),
  });
}

/** Where a law sets no last day, one has to be named to the person: without it nothing is extended (Switzerland). */
function dayMissing({ rules }: Case, until: string | undefined): Refusal | undefined {
  const open = rules.some(({ extension }) => extension !== undefined && 'open' in extension);
  return open && until === undefined ? { reason: 'unreadable-request', errors: [{ pointer: '/until', detail: 'a day, where the law sets none' }] } : undefined;
}

/** Do all laws that apply give more time, as much as is wished, and was it told in time? */
function mayExtend(desk: Desk, opened: Case, event: Extract<CaseEvent, { type: 'extended' }>): boolean {
  const extension = extensionOf(opened);
  if (!extension.possible || (extension.noticeBy !== undefined && desk.today > extension.noticeBy)) return false;
  // What the person is told is what every page then shows.
  const { due } = summaryWith(desk, opened, event);
  return due !== undefined && due > (opened.summary.due ?? desk.today) && (event.until ?? due) === due;
}
