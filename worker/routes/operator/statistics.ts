/** `GET …/statistics?site=&from=&to=&by=`: how many sealed records there are, told apart as wished. */
import type { Context } from 'hono';
import { statisticsQuery } from '../../../core/consent/operator-api.ts';
import type { Edge } from '../../edge.ts';
import { refuse } from '../../problem.ts';
import { isCounted, MOST_LINES, statistics } from '../../store/counts.ts';
import { readQuery, readSite } from './questions.ts';

export async function showStatistics(c: Context<Edge>): Promise<Response> {
  const asked = readQuery(c, statisticsQuery);
  if (!asked.ok) return asked.answer;
  const { site = null, from = null, to = null, by } = asked.value;
  // A slip of the name must not read as a site of which nobody decided anything; one that the build has lost has its counts still.
  const known = site === null || (await isCounted(c.env.INDEX, site)) ? undefined : await readSite(c, site);
  if (known && !known.ok) return known.answer;
  const lines = await statistics(c.env.INDEX, asked.value);
  if (!lines) {
    const detail = `fewer names, or a shorter span: the answer would have more than ${MOST_LINES} lines`;
    return refuse(c, { reason: 'unreadable-request', errors: [{ pointer: '/by', detail }] });
  }
  return c.json({ site, from, to, by, lines });
}
