/**
 * Taking a request from the form: one transaction for the request, its proof and its mail. The same for whoever asks: nothing is
 * looked up about the address, so neither words nor time tell whether it is known.
 */
import type { Context } from 'hono';
import { contentOf, ELSEWHERE, type FormValues, proofFor } from '../../core/requests/form.ts';
import { KIND_RULES, type Kind } from '../../core/requests/kinds.ts';
import type { Edge } from '../edge.ts';
import { insertForm, requestOfForm } from '../store/proofs.ts';
import { addEvents, addressOf, type Case, type Happening, type NewCase, openCase, takeCase } from './cases.ts';
import type { Desk } from './desk.ts';
import { storeFile } from './files.ts';
import { makeChoice } from './intake-choice.ts';
import type { ReadFile } from './intake-files.ts';
import { mayMail, mayRequest, senderOf } from './limits.ts';
import { proofStatements } from './proof.ts';
import { openSession, sessionsOf } from './status-session.ts';

export interface Intake {
  kind: Kind;
  locale: string;
  values: FormValues;
}

const REPEAT_MINUTES = 15;

/**
 * Makes the choice in this browser, then takes the request.
 *
 * @returns the reference of the request, or not ok where too many came from one network: the choice holds all the same.
 */
export async function takeAtOnce(c: Context<Edge>, desk: Desk, intake: Intake): Promise<{ ok: true; reference: string } | { ok: false }> {
  const recorded = await makeChoice(c, desk, intake.kind);
  const repeated = await repeatedBy(c, desk, intake);
  if (repeated) return { ok: true, reference: repeated.row.reference };
  if (!(await mayRequest(desk, senderOf(c.req.raw)))) return { ok: false };
  const made = newCase(
    intake,
    recorded.map((event) => ({ event, actor: 'system' })),
    { mails: await mayMailTo(c, desk, intake) },
  );
  const { opened } = await takeCase(desk, made);
  await openSession(c, desk, opened.row, 'asked');
  return { ok: true, reference: opened.row.reference };
}

/** Takes a form that was filled in. One that comes twice is one request. @returns its reference. */
export async function takeForm(
  c: Context<Edge>,
  desk: Desk,
  intake: Intake,
  { form, files }: { form: Uint8Array; files: readonly ReadFile[] },
): Promise<string> {
  const known = await caseOfForm(desk, form);
  if (known) {
    await openSession(c, desk, known.row, 'asked');
    await addFiles(desk, known, files);
    return known.row.reference;
  }
  const repeated = await repeatedBy(c, desk, intake);
  if (repeated) return repeated.row.reference;
  const { kind, values } = intake;
  const proves = proofFor(desk.file, kind, values, desk.today) !== 'none';
  const mails = await mayMailTo(c, desk, intake);
  const first = await firstRequest(desk, intake);
  const at = desk.now.toISOString();
  const then: Happening[] = [
    ...(proves ? [{ event: { type: 'proof-asked' as const, at }, actor: 'system' }] : []),
    ...(first ? [{ event: { type: 'linked' as const, at, request: first.row.id }, actor: 'system' }] : []),
  ];
  const made = newCase(intake, then, { first, mails });
  try {
    const { opened } = await takeCase(desk, made, async (taken) => [
      insertForm(desk.db, form, taken.row.id, at),
      ...(proves && mails ? await proofStatements(desk, taken, 'proof') : []),
    ]);
    await openSession(c, desk, opened.row, 'asked');
    await addFiles(desk, opened, files);
    if (first) c.executionCtx.waitUntil(linkBack(desk, first, kind, opened));
    return opened.row.reference;
  } catch (error) {
    // The same form, sent twice at once: the other one was first.
    const other = await caseOfForm(desk, form);
    if (!other) throw error;
    await openSession(c, desk, other.row, 'asked');
    return other.row.reference;
  }
}

async function caseOfForm(desk: Desk, form: Uint8Array): Promise<Case | undefined> {
  const id = await requestOfForm(desk.db, form);
  return id === undefined ? undefined : openCase(desk, { id });
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

/** What this browser sent within minutes, where it is the very same: then it is shown what it has. Another browser's request is never shown to it. */
async function repeatedBy(c: Context<Edge>, desk: Desk, { kind, values }: Intake): Promise<Case | undefined> {
  const after = desk.now.getTime() - REPEAT_MINUTES * 60_000;
  const content = JSON.stringify(contentOf(values));
  for (const { id, level, since } of await sessionsOf(c, desk)) {
    // No session is older than its request.
    if (level === 'link' || (since + 1) * 1000 < after) continue;
    const known = await openCase(desk, { id });
    if (!known || known.row.kind !== kind || known.summary.queue === 'closed') continue;
    if (Date.parse(known.events[0]?.noted ?? '') > after && JSON.stringify(known.content) === content) return known;
  }
  return undefined;
}

/** The request that a complaint or an appeal names, where the same address sent it. Whether there is one, the person is not told. */
async function firstRequest(desk: Desk, { kind, values: { reference, email } }: Intake): Promise<Case | undefined> {
  if (!KIND_RULES[kind].linked || reference === undefined) return undefined;
  const first = await openCase(desk, { reference });
  return first?.content && email !== undefined && addressOf(first.content) === addressOf({ email }) ? first : undefined;
}

/** The first request learns of it too. After the answer, so that nobody can tell from the time it takes. */
async function linkBack(desk: Desk, first: Case, kind: Kind, { row: { id } }: Case): Promise<void> {
  const type = kind === 'appeal' ? 'appeal-received' : 'complaint-received';
  await addEvents(desk, first.row.id, () => [{ event: { type, at: desk.now.toISOString(), request: id }, actor: 'system' }]);
}

/** Files of the person that come with the form, each with its event; once. */
async function addFiles(desk: Desk, opened: Case, files: readonly ReadFile[]): Promise<void> {
  if (files.length === 0 || opened.events.some(({ event }) => event.type === 'file-added')) return;
  const stored: Awaited<ReturnType<typeof storeFile>>[] = [];
  for (const file of files) stored.push(await storeFile(desk, opened, 'person', file));
  await addEvents(desk, opened.row.id, () => stored.map(({ event }) => ({ event, actor: 'person' })), { also: () => stored.map(({ statement }) => statement) });
}
