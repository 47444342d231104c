/**
 * What a person does on the page of a request. Each is a POST of the page's own form: from this site, to the request that its address
 * names, with a token that is bound to this browser and that request. What is personal, and what ends a proved request, takes a proof of the address.
 */
import { type Context, Hono } from 'hono';
import type { RequestContent } from '../../../core/requests/content.ts';
import { formSchema, MOST_CHARACTERS } from '../../../core/requests/form.ts';
import { idOf, longOf } from '../../../core/requests/form-tree.ts';
import { hasProof, lacksProof } from '../../../core/requests/summary.ts';
import type { Edge } from '../../edge.ts';
import { refuse } from '../../problem.ts';
import { addEvents, addressOf, type Case, type Happening, normalAddress, openCase } from '../../requests/cases.ts';
import type { Desk } from '../../requests/desk.ts';
import { dropStored, listFiles, readFile } from '../../requests/files.ts';
import type { SentForm } from '../../requests/intake-body.ts';
import { takeFiles } from '../../requests/intake-files.ts';
import { mayMail, maySendCode, senderOf } from '../../requests/limits.ts';
import { hasFreshCode, proofStatements, proveByCode } from '../../requests/proof.ts';
import { fetchesOf, openQuestion, releasedUntil } from '../../requests/status.ts';
import { type Ended, end } from '../../requests/status-end.ts';
import { requestPath } from '../../requests/status-links.ts';
import { closeSession, forgetAll, isFresh, openSession } from '../../requests/status-session.ts';
import { insertForm, requestOfForm } from '../../store/proofs.ts';
import { together } from '../../store/together.ts';
import { readOwnForm } from './own-form.ts';
import { onward } from './pieces.tsx';
import { type Current, currentCase, formOf, openHere, sentAgain, showStatus, showWays, WAYS_FORM } from './status.tsx';
import { MOST_FETCHES, WRITTEN } from './status-told.ts';

export const statusDoings = new Hono<Edge>();

interface Doing {
  c: Context<Edge>;
  desk: Desk;
  current: Current;
  form: SentForm;
}

/** A doing of the page: refused where it comes from elsewhere, and led to the ways to a request where none is open. */
function on(path: string, act: (doing: Doing) => Promise<Response>): void {
  statusDoings.post(`/requests/status/:reference/${path}`, async (c) => {
    const reference = c.req.param('reference') ?? '';
    const sent = await readOwnForm(c, formOf(reference));
    if (!sent.ok) return sent.answer;
    const { desk, form } = sent;
    try {
      const current = await currentCase(c, desk, reference);
      if (!current) return await showWays(c, desk, { typed: { ...writtenIn(form), reference } });
      if (!sent.isToken) return await showStatus(c, desk, current, { key: 'request.fault.stale', isFault: true, hadFiles: hadFiles(form) }, form.fields);
      return await act({ c, desk, current, form });
    } finally {
      await form.passOver();
    }
  });
}

/** Were files chosen? They do not come back, as the words do. */
function hadFiles({ files }: SentForm): boolean {
  return files !== undefined;
}

/** To the page of the request, as it is then. */
function back({ c, current }: Doing): Response {
  return onward(c, requestPath(current.known.row.reference));
}

/** What people wrote at length: it comes back whatever became of it. */
function writtenIn({ fields }: SentForm): Record<string, string> {
  return Object.fromEntries(WRITTEN.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
}

/** It takes a code first: the session may have ended while somebody wrote. */
function notOpen({ c, desk, current, form }: Doing): Promise<Response> {
  return showStatus(c, desk, current, { key: 'request.fault.not-open', isFault: true, at: 'field-code' }, writtenIn(form));
}

/** The request was closed, perhaps in this very moment: the page is that of the request as it is now. */
async function tooLate({ c, desk, current, form }: Doing): Promise<Response> {
  const written = writtenIn(form);
  const at = Object.keys(written).length > 0 ? 'written' : 'steps';
  return showStatus(
    c,
    desk,
    (await currentCase(c, desk, current.known.row.reference)) ?? current,
    { key: 'request.fault.closed', isFault: true, isLate: true, at },
    written,
  );
}

on('code', async (doing) => {
  const { c, desk, current, form } = doing;
  const { row } = current.known;
  const proved = await proveByCode(desk, row.id, form.fields.code ?? '');
  if (!proved.ok) return showStatus(c, desk, current, { key: `request.fault.${proved.reason}`, isFault: true, at: 'field-code' });
  await openSession(c, desk, row, 'proved');
  return back(doing);
});

/** Sends link and code anew, as far as the limits let it; the page says the same in any case. */
on('again', async ({ c, desk, current }) => {
  c.executionCtx.waitUntil(mailCode(desk, current.known, c.req.raw));
  return showStatus(c, desk, current, { key: 'request.sent', values: sentAgain(desk, desk.texts(current.known.row.locale).locale) });
});

async function mailCode(desk: Desk, known: Case, request: Request): Promise<void> {
  const { row, summary, content } = known;
  const address = content && addressOf(content);
  const events = known.events.map(({ event }) => event);
  // What ended unproved is not taken up again.
  if (address === undefined || (summary.queue === 'closed' && lacksProof(events)) || (await hasFreshCode(desk, row.id))) return;
  const sender = senderOf(request);
  // By the form anybody makes requests with anybody's address, also such as need no proof.
  const isTheirs = hasProof(events) || row.channel !== 'form';
  const may = isTheirs ? await maySendCode(desk, row.id, sender) : await mayMail(desk, await desk.vault.hash('contact', address), sender);
  if (may) await desk.db.batch(await proofStatements(desk, known, summary.state === 'unproved' ? 'proof' : 'step-up'));
}

on('message', async (doing) => {
  const { c, desk, current, form } = doing;
  const { known, isOpen } = current;
  if (!isOpen) return notOpen(doing);
  if (known.summary.queue === 'closed' || !known.key) return tooLate(doing);
  const words = formSchema.shape.details.safeParse(form.fields.message ?? '');
  if (!words.success)
    return showStatus(c, desk, current, { key: 'request.fault.message', isFault: true, at: 'field-message', hadFiles: hadFiles(form) }, form.fields);
  const read = form.files ? await takeFiles(desk, known, form.files, await countFiles(desk, known)) : { ok: true as const, stored: [] };
  if (!read.ok) return showStatus(c, desk, current, { key: `requests.fault.file-${read.fault}`, isFault: true, at: 'field-files' }, form.fields);
  const { stored } = read;
  const at = desk.now.toISOString();
  // The same words and files from the same page, sent twice, are one message.
  const sent = ['message', form.fields.token, words.data, ...stored.map(({ event }) => event.sha256)].join('\n');
  const once = await desk.vault.hash('form', sent);
  let isLate = false;
  let isNew = false;
  await addEvents(
    desk,
    known.row.id,
    async ({ summary, events }): Promise<Happening[]> => {
      const [before] = await together(desk.db, requestOfForm(desk.db, once));
      isLate = summary.queue === 'closed' && before === undefined;
      isNew = !isLate && before === undefined;
      if (!isNew) return [];
      return [
        // An answer to a question lets the clock run on.
        { event: { type: openQuestion(events) ? 'clarification-answered' : 'message-from-person', at }, actor: 'person', words: words.data },
        ...stored.map(({ event }) => ({ event, actor: 'person' })),
      ];
    },
    { also: () => [insertForm(desk.db, once, known.row.id, at), ...stored.map(({ statement }) => statement)] },
  );
  if (!isNew) await dropStored(desk, known, stored);
  return isLate ? tooLate(doing) : back(doing);
});

async function countFiles(desk: Desk, known: Case): Promise<number> {
  return (await listFiles(desk, known)).filter(({ source }) => source === 'person').length;
}

const CORRECTED = ['details', 'identifiers'] as const;

on('correct', async (doing) => {
  const { c, desk, current, form } = doing;
  const { known, isOpen } = current;
  if (!isOpen) return notOpen(doing);
  if (known.summary.queue === 'closed' || !known.content) return tooLate(doing);
  const { details = '', identifiers = '' } = form.fields;
  const typed = { ...filled('details', details), ...filled('identifiers', identifiers) };
  if (known.content.details !== undefined && typed.details === undefined)
    return showStatus(c, desk, current, { key: 'request.fault.details', isFault: true, at: 'field-details' }, form.fields);
  const long = CORRECTED.find((name) => (typed[name]?.length ?? 0) > (MOST_CHARACTERS[name] ?? 0));
  if (long) {
    const { t, locale } = desk.texts(known.row.locale);
    return showStatus(c, desk, current, { key: 'requests.long', values: longOf(long, t, locale), isFault: true, at: idOf(long) }, form.fields);
  }
  const at = desk.now.toISOString();
  let isLate = false;
  await addEvents(
    desk,
    known.row.id,
    ({ summary, content, events }): Happening[] => {
      isLate = summary.queue === 'closed' || !content;
      // Nothing new: the form was sent twice, or as it stood.
      const isSame = content?.details === typed.details && content?.identifiers === typed.identifiers;
      if (isLate || isSame) return [];
      // What stood there before is kept beside the event.
      const before = [content?.details, content?.identifiers].filter((text) => text !== undefined).join('\n\n');
      return [
        { event: { type: 'corrected', at }, actor: 'person', ...(before === '' ? {} : { words: before }) },
        // Where we had asked, that is the answer, and the clock runs on.
        ...(openQuestion(events) ? [{ event: { type: 'clarification-answered' as const, at }, actor: 'person' }] : []),
      ];
    },
    { content: ({ content }) => content && corrected(content, typed) },
  );
  return isLate ? tooLate(doing) : back(doing);
});

/** The request with other words: whatever else it says stays. */
function corrected({ details: _details, identifiers: _identifiers, ...rest }: RequestContent, typed: Partial<RequestContent>): RequestContent {
  return { ...rest, ...typed };
}

function filled(name: (typeof CORRECTED)[number], text: string): Partial<RequestContent> {
  const value = text.replaceAll('\r\n', '\n').trim();
  return value === '' ? {} : { [name]: value };
}

on('withdraw', async (doing) => {
  const { desk, current } = doing;
  const { isOpen, session } = current;
  // Before the address is proved nobody but the browser that asked can mean it.
  const came = await end(desk, current.known.row.id, 'withdrawn', ({ summary }) => isOpen || (session.level === 'asked' && summary.state === 'unproved'));
  return ended(doing, came);
});

/** "I asked nothing": from whoever has the link, for whoever gets somebody else's mail has it. The holder of a proved address shows it first. */
on('not-mine', async (doing) => {
  const { desk, current } = doing;
  return ended(doing, await end(desk, current.known.row.id, 'disputed', ({ summary }) => current.isOpen || summary.state === 'unproved'));
});

async function ended(doing: Doing, came: Ended): Promise<Response> {
  if (came === 'ended') return back(doing);
  return came === 'closed' ? tooLate(doing) : notOpen(doing);
}

on('leave', async ({ c, current }) => {
  closeSession(c, current.known.row.reference);
  return onward(c, 'requests/status/');
});

/** Every request that is open in this browser: for whoever leaves a computer that others use. */
statusDoings.post('/requests/status/leave', async (c) => {
  const sent = await readOwnForm(c, WAYS_FORM);
  if (!sent.ok) return sent.answer;
  if (!sent.isToken) return showWays(c, sent.desk, { why: 'stale-list', open: await openHere(c, sent.desk) });
  forgetAll(c);
  return onward(c, 'requests/status/');
});

/** A file of the answer: a proof that was just given, before its last day, and no more than a few times. */
statusDoings.post('/requests/status/:reference/files/:file', async (c) => {
  const { reference, file: wanted } = c.req.param();
  const sent = await readOwnForm(c, formOf(reference));
  if (!sent.ok) return sent.answer;
  const { desk } = sent;
  const current = await currentCase(c, desk, reference);
  if (!current || !sent.isToken) return current ? showStatus(c, desk, current, { key: 'request.fault.stale', isFault: true }) : showWays(c, desk);
  const { known, isOpen, session } = current;
  const isProved = isOpen && (session.level !== 'proved' || isFresh(session, desk.now));
  if (!isProved) return showStatus(c, desk, current, { key: 'request.fault.not-fresh', isFault: true, at: 'answer' });
  if (releasedUntil(known.events, desk.today) === undefined) return showStatus(c, desk, current, { key: 'request.fault.released', isFault: true });
  const files = (await listFiles(desk, known)).filter(({ source }) => source === 'answer');
  const at = files.findIndex(({ id }) => id === wanted);
  const file = files[at];
  const stream = file && (await readFile(desk, known, file.id));
  if (!file || !stream) return refuse(c, { reason: 'no-page' });
  let mayFetch = false;
  try {
    // The events are the count, so that fetches side by side are counted one by one, and none is counted that is not told.
    await addEvents(desk, known.row.id, ({ events }): Happening[] => {
      mayFetch = fetchesOf(events, file.id) < MOST_FETCHES;
      return mayFetch ? [{ event: { type: 'file-fetched', at: desk.now.toISOString(), file: file.id }, actor: 'person' }] : [];
    });
  } catch (error) {
    await stream.cancel();
    throw error;
  }
  if (!mayFetch) {
    await stream.cancel();
    return showStatus(c, desk, current, { key: 'request.fault.fetched', isFault: true, at: 'answer' });
  }
  return new Response(stream, {
    headers: {
      // Never shown by the browser in this site's name.
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename="answer-${known.row.reference}-${at + 1}.${endingOf(file.name)}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'no-store',
    },
  });
});

/** The ending alone of a name that somebody else gave. */
function endingOf(name: string): string {
  return /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? 'bin';
}

/** What came of a form stands at the form's address. Loaded without it, that is the page on which the form was. */
statusDoings.on('GET', ['/requests/status/open', '/requests/status/open-code', '/requests/status/leave'], (c) => onward(c, 'requests/status/'));
statusDoings.on('GET', ['/requests/status/:reference/:doing', '/requests/status/:reference/files/:file'], (c) =>
  onward(c, requestPath(encodeURIComponent(c.req.param('reference') ?? ''))),
);

/** By reference and address, in a browser that has nothing: the page is the same whether the two belong together or not. */
statusDoings.post('/requests/status/open', async (c) => {
  const sent = await readOwnForm(c, WAYS_FORM);
  if (!sent.ok) return sent.answer;
  const { desk, form, isToken } = sent;
  const reference = formSchema.shape.reference.safeParse(form.fields.reference ?? '');
  const email = formSchema.shape.email.safeParse(form.fields.email ?? '');
  const faults = [...(reference.success ? [] : ['reference']), ...(email.success ? [] : ['email'])];
  if (!reference.success || !email.success) return showWays(c, desk, { typed: form.fields, faults });
  if (!isToken) return showWays(c, desk, { why: 'stale', typed: form.fields });
  // After the answer, so that the time says nothing either.
  c.executionCtx.waitUntil(mailIfKnown(desk, reference.data, email.data, c.req.raw));
  return showWays(c, desk, { why: 'sent', typed: { reference: reference.data, email: email.data } });
});

async function mailIfKnown(desk: Desk, reference: string, email: string, request: Request): Promise<void> {
  const known = await openCase(desk, { reference });
  if (isOf(known, email)) await mailCode(desk, known, request);
}

function isOf(known: Case | undefined, email: string): known is Case {
  return known?.content !== undefined && addressOf(known.content) === normalAddress(email);
}

statusDoings.post('/requests/status/open-code', async (c) => {
  const sent = await readOwnForm(c, WAYS_FORM);
  if (!sent.ok) return sent.answer;
  const { desk, form, isToken } = sent;
  const { reference = '', email = '', code = '' } = form.fields;
  if (!isToken) return showWays(c, desk, { why: 'stale-code', typed: { reference, email } });
  const known = await openCase(desk, { reference });
  // Whoever knows the reference alone uses up no try of a code. One that nobody has is looked for then, so that the time says less.
  const isKnown = isOf(known, email);
  const proved = await proveByCode(desk, isKnown ? known.row.id : crypto.randomUUID(), code);
  if (!isKnown || !proved.ok) return showWays(c, desk, { why: 'wrong-code', typed: { reference, email } });
  await openSession(c, desk, known.row, 'proved');
  return onward(c, requestPath(known.row.reference));
});
