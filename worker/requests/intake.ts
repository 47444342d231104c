/**
 * Taking a request from the form: one transaction for the request, its files, its proof and its mail. The same for whoever asks:
 * nothing is looked up about the address, so neither words nor time tell whether it is known.
 */
import type { Context } from 'hono';
import { contentOf, ELSEWHERE, type FormValues, proofFor } from '../../core/requests/form.ts';
import { KIND_RULES, type Kind } from '../../core/requests/kinds.ts';
import type { Edge } from '../edge.ts';
import { insertForm, requestOfForm } from '../store/proofs.ts';
import { findCase } from '../store/requests.ts';
import { each, known, together } from '../store/together.ts';
import { addEvents, addressOf, beginCase, type Case, caseOf, type Happening, type NewCase, takeCase } from './cases.ts';
import type { Desk } from './desk.ts';
import { dropStored } from './files.ts';
import type { SentForm } from './intake-body.ts';
import { makeChoice } from './intake-choice.ts';
import { type FileFault, takeFiles } from './intake-files.ts';
import { mayMail, mayRequest, senderOf } from './limits.ts';
import { proofStatements } from './proof.ts';
import { type Named, openSession, sessionsOf } from './status-session.ts';

export interface Intake {
  kind: Kind;
  locale: string;
  values: FormValues;
}

const REPEAT_MINUTES = 15;

/** With the reference of the request. `busy`: too many came from one network. */
export type Taken = { ok: true; reference: string } | { ok: false; fault: 'busy' | FileFault };

/** Makes the choice in this browser, then takes the request. Where that is not taken, the choice holds all the same. */
export async function takeAtOnce(c: Context<Edge>, desk: Desk, intake: Intake): Promise<Taken> {
  const recorded = await makeChoice(c, desk, intake.kind);
  const { mayRequest, repeated } = await lookUp(c, desk, intake);
  if (repeated) return { ok: true, reference: repeated.row.reference };
  if (!mayRequest) return { ok: false, fault: 'busy' };
  const made = newCase(
    intake,
    recorded.map((event) => ({ event, actor: 'system' })),
    { mails: await mayMailTo(c, desk, intake) },
  );
  const { opened } = await takeCase(desk, made);
  await openSession(c, desk, opened.row, 'asked');
  return { ok: true, reference: opened.row.reference };
}

interface SentOnce {
  /** What makes a form that comes twice one request. */
  form: Uint8Array;
  /** Read where the request is taken, and where all of them may be stored. */
  files: SentForm['files'];
}

/** Takes a form that was filled in, its files with it or nothing of it. One that comes twice is one request. */
export async function takeForm(c: Context<Edge>, desk: Desk, intake: Intake, { form, files }: SentOnce): Promise<Taken> {
  const { mayRequest, sentBefore, repeated, first } = await lookUp(c, desk, intake, form);
  if (!mayRequest) return { ok: false, fault: 'busy' };
  if (sentBefore) await openSession(c, desk, sentBefore, 'asked');
  const known = sentBefore ?? repeated?.row;
  if (known) return { ok: true, reference: known.reference };
  const begun = await beginCase(desk);
  const read = files ? await takeFiles(desk, begun, files) : { ok: true as const, stored: [] };
  if (!read.ok) return read;
  const { kind, values } = intake;
  const proves = proofFor(desk.file, kind, values, desk.today) !== 'none';
  const at = desk.now.toISOString();
  const then: Happening[] = [
    ...(proves ? [{ event: { type: 'proof-asked' as const, at }, actor: 'system' }] : []),
    ...(first ? [{ event: { type: 'linked' as const, at, request: first.row.id }, actor: 'system' }] : []),
    ...read.stored.map(({ event }) => ({ event, actor: 'person' })),
  ];
  const mails = await mayMailTo(c, desk, intake);
  const also = async (taken: Case): Promise<D1PreparedStatement[]> => [
    insertForm(desk.db, form, taken.row.id, at),
    ...read.stored.map(({ statement }) => statement),
    ...(proves && mails ? await proofStatements(desk, taken, 'proof') : []),
  ];
  try {
    const { opened } = await takeCase(desk, newCase(intake, then, { first, mails }), also, begun);
    await openSession(c, desk, opened.row, 'asked');
    if (first) c.executionCtx.waitUntil(linkBack(desk, first, kind, opened));
    return { ok: true, reference: opened.row.reference };
  } catch (error) {
    const [other] = await together(desk.db, requestOfForm(desk.db, form));
    if (!other) throw error;
    // The same form, sent twice at once: the other one was first. Where it is this very one, only the database's answer was lost.
    if (other.id !== begun.row.id) await dropStored(desk, begun, read.stored);
    await openSession(c, desk, other, 'asked');
    return { ok: true, reference: other.reference };
  }
}

interface Before {
  /** This network may send one more request, which is counted. */
  mayRequest: boolean;
  /** The request that this very form made. */
  sentBefore: Named | undefined;
  /** What this browser sent within minutes, where it is the very same: then it is shown what it has. Another browser's request is never shown to it. */
  repeated: Case | undefined;
  /** The request that a complaint or an appeal names, where the same address sent it. Whether there is one, the person is not told. */
  first: Case | undefined;
}

/** All that has to be known before a request is taken, in one question to the database. */
async function lookUp(c: Context<Edge>, desk: Desk, { kind, values }: Intake, form?: Uint8Array): Promise<Before> {
  const { db, now } = desk;
  const { reference, email } = values;
  const after = now.getTime() - REPEAT_MINUTES * 60_000;
  // No session is older than its request.
  const sessions = (await sessionsOf(c, desk)).filter(({ level, since }) => level !== 'link' && (since + 1) * 1000 >= after);
  const [may, sentBefore, own, named] = await together(
    db,
    await mayRequest(desk, senderOf(c.req.raw)),
    form ? requestOfForm(db, form) : known(undefined),
    each(sessions.map(({ id }) => findCase(db, { id }))),
    KIND_RULES[kind].linked && reference !== undefined ? findCase(db, { reference }) : known(undefined),
  );
  const recent = await Promise.all(own.filter((found) => found !== undefined).map((found) => caseOf(desk, found)));
  const first = named && (await caseOf(desk, named));
  const isTheirs = first?.content && email !== undefined && addressOf(first.content) === addressOf({ email });
  return { mayRequest: may, sentBefore, repeated: recent.find((one) => isSame(one, kind, values, after)), first: isTheirs ? first : undefined };
}

function isSame({ row, events, summary, content }: Case, kind: Kind, values: FormValues, after: number): boolean {
  if (row.kind !== kind || summary.queue === 'closed') return false;
  return Date.parse(events[0]?.noted ?? '') > after && JSON.stringify(content) === JSON.stringify(contentOf(values));
}

/** May the address be mailed, for a proof or to acknowledge? A stranger typed it: without a limit the form fills anybody's mailbox. */
async function mayMailTo(c: Context<Edge>, desk: Desk, { values }: Intake): Promise<boolean> {
  const address = addressOf(contentOf(values));
  return address !== undefined && mayMail(desk, await desk.vault.hash('contact', address), senderOf(c.req.raw));
}

function newCase({ kind, locale, values }: Intake, then: Happening[], { first, mails }: { first?: Case | undefined; mails: boolean }): NewCase {
  const { place = '', behalf = 'self' } = values;
  return {
    kind,
    place: place === ELSEWHERE ? '' : place,
    locale,
    behalf,
    channel: 'form',
    content: contentOf(values),
    ...(first ? { parent: first.row.id } : {}),
    actor: 'person',
    then,
    quiet: !mails,
  };
}

/** The first request learns of it too. After the answer, so that nobody can tell from the time it takes. */
async function linkBack(desk: Desk, first: Case, kind: Kind, { row: { id } }: Case): Promise<void> {
  const type = kind === 'appeal' ? 'appeal-received' : 'complaint-received';
  await addEvents(desk, first.row.id, () => [{ event: { type, at: desk.now.toISOString(), request: id }, actor: 'system' }]);
}
