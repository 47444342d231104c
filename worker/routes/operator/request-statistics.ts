/** `GET …/requests/statistics?from=&to=` and `GET …/requests/exports/<file>?from=&to=`: figures of rights requests, by day of receipt. */
import type { Context } from 'hono';
import type { z } from 'zod';
import { type requestStatisticsAnswer, spanQuery, tableFile } from '../../../core/requests/api.ts';
import { noteView } from '../../console/audit.ts';
import type { Edge } from '../../edge.ts';
import { refuse } from '../../problem.ts';
import { type Desk, deskOf } from '../../requests/desk.ts';
import { readFigures, type Span, usualSpan } from '../../statistics/figures.ts';
import { type Asked, readQuery } from './questions.ts';
import { recordsFile } from './request-exports.ts';

export async function showRequestStatistics(c: Context<Edge>): Promise<Response> {
  const asked = await readSpan(c);
  if (!asked.ok) return asked.answer;
  const { desk, span } = asked.value;
  const { figures } = await readFigures(desk, span);
  return c.json({ ...span, figures } satisfies z.infer<typeof requestStatisticsAnswer>);
}

export async function exportRequests(c: Context<Edge>): Promise<Response> {
  const asked = await readSpan(c);
  if (!asked.ok) return asked.answer;
  const file = tableFile.shape.file.safeParse(c.req.param('file'));
  const operator = c.get('operator');
  if (!file.success || !operator) return refuse(c, { reason: 'no-page' });
  const { desk, span } = asked.value;
  await noteView(desk, operator, { action: 'export-requests', details: { ...span, file: file.data } });
  return recordsFile(c, desk, file.data, span);
}

async function readSpan(c: Context<Edge>): Promise<Asked<{ desk: Desk; span: Span }>> {
  const desk = await deskOf(c.env, c.env.site, c.env.now, c.env.url);
  if (!desk) return { ok: false, answer: refuse(c, { reason: 'requests-closed' }) };
  const asked = readQuery(c, spanQuery);
  if (!asked.ok) return asked;
  const usual = usualSpan(desk.today);
  return { ok: true, value: { desk, span: { from: asked.value.from ?? usual.from, to: asked.value.to ?? usual.to } } };
}
