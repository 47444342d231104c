/** What other systems read of requests: lists, one request, its contents, its files. */
import type { Context } from 'hono';
import type { z } from 'zod';
import { addDays } from '../../../core/deadlines/count.ts';
import { type contentsAnswer, filePath, listQuery, type RequestSkeleton, type requestAnswer, requestPath } from '../../../core/requests/api.ts';
import { datesOf } from '../../../core/requests/summary.ts';
import type { Edge } from '../../edge.ts';
import { refuse } from '../../problem.ts';
import { type Case, openCase, wordsOf } from '../../requests/cases.ts';
import { listFiles, readFile } from '../../requests/files.ts';
import { isProved } from '../../requests/proof.ts';
import { type QueueRow, queuePage } from '../../store/queue.ts';
import { readQuery } from '../operator/questions.ts';
import { showRequestStatistics } from '../operator/request-statistics.ts';
import { type Caller, type Read, readValue } from './caller.ts';
import { noteView } from './noted.ts';

/** `GET /api/v1/requests`. */
export async function list(c: Context<Edge>, { desk }: Caller): Promise<Response> {
  const asked = readQuery(c, listQuery);
  if (!asked.ok) return asked.answer;
  const { after, limit, dueBy, ...filter } = asked.value;
  const [due, id = ''] = (after ?? '').split('~');
  const page = { after: after === undefined ? undefined : { due: due || null, id }, size: limit, latestFirst: false };
  const rows = await queuePage(desk.db, { ...filter, dueBefore: dueBy && addDays(dueBy, 1) }, page);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return c.json({ requests: shown.map(skeletonOf), next: rows.length > shown.length && last ? `${last.due ?? ''}~${last.id}` : null });
}

/** `GET …/{id}`. */
export async function show(c: Context<Edge>, { desk }: Caller): Promise<Response> {
  const found = await findCase(c, desk);
  if (!found.ok) return found.answer;
  const { row, events, rules, summary } = found.value;
  const laws = datesOf({ rules, events: events.map(({ event }) => event) }).map(({ rules: { regime }, dates: { answer, extension } }) => ({
    regime,
    due: answer.due ?? null,
    extensible: extension.possible,
    extensibleTo: (extension.possible && extension.limit) || null,
  }));
  return c.json({
    // As it follows from the events; the row has a copy of it for lists.
    ...skeletonOf({ ...row, due: summary.due ?? null, kept: row.key === null ? 0 : 1 }),
    proved: isProved(desk, found.value),
    version: row.version,
    events: events.map(({ number, noted, actor, event, sealed }) => ({ number, noted, actor, event, hasWords: sealed !== null })),
    laws,
  } satisfies z.infer<typeof requestAnswer>);
}

/** `GET …/{id}/contents`. */
export async function contents(c: Context<Edge>, caller: Caller): Promise<Response> {
  const { desk } = caller;
  const found = await findCase(c, desk);
  if (!found.ok) return found.answer;
  const opened = found.value;
  if (!opened.content) return refuse(c, { reason: 'contents-gone' });
  await noteView(caller, { action: 'view-request', request: opened.row.id });
  const words = await Promise.all(opened.events.map(async (event) => ({ number: event.number, text: await wordsOf(opened, event) })));
  const files = await listFiles(desk, opened);
  return c.json({
    content: opened.content,
    words: words.filter((one): one is { number: number; text: string } => one.text !== undefined),
    files: files.map(({ id, source, name, type, bytes, sha256, added }) => ({ id, source, name, type, bytes, sha256, added })),
  } satisfies z.infer<typeof contentsAnswer>);
}

/** `GET …/{id}/files/{file}`: to be kept, never to be shown by a browser. */
export async function fetchFile(c: Context<Edge>, caller: Caller): Promise<Response> {
  const { desk } = caller;
  const asked = readValue(c, filePath, { id: c.req.param('id'), file: c.req.param('file') });
  if (!asked.ok) return asked.answer;
  const opened = await openCase(desk, { id: asked.value.id });
  if (!opened) return refuse(c, { reason: 'no-request' });
  const known = (await listFiles(desk, opened)).find(({ id }) => id === asked.value.file);
  if (!known) return refuse(c, { reason: opened.content ? 'no-page' : 'contents-gone' });
  await noteView(caller, { action: 'view-file', request: opened.row.id, details: { file: known.id } });
  const body = await readFile(desk, opened, known.id);
  if (!body) return refuse(c, { reason: 'contents-gone' });
  return new Response(body, {
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename="${known.id}.bin"`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    },
  });
}

async function findCase(c: Context<Edge>, desk: Caller['desk']): Promise<Read<Case>> {
  const asked = readValue(c, requestPath, { id: c.req.param('id') });
  if (!asked.ok) return asked;
  const opened = await openCase(desk, asked.value);
  return opened ? { ok: true, value: opened } : { ok: false, answer: refuse(c, { reason: 'no-request' }) };
}

function skeletonOf(row: QueueRow): RequestSkeleton {
  const { id, reference, kind, place, locale, behalf, channel, parent, policy, queue, state, regime, received, due, closed, outcome, assignee } = row;
  return {
    ...{ id, reference, kind, place, locale, behalf, channel, parent, policy, queue, state, regime, received, due, closed, outcome, assignee },
    acknowledgeBy: row.acknowledge_by,
    acknowledged: row.acknowledged === 1,
    contents: row.kept === 1 ? 'kept' : 'gone',
  };
}

/** `GET /api/v1/statistics/requests`. */
export function figures(c: Context<Edge>): Promise<Response> {
  return showRequestStatistics(c);
}
