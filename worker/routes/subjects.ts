/** `POST /api/v1/subjects/history` and `/erase`: a visitor's own records, by the secret that only the visitor's browser holds. */
import { type Context, Hono } from 'hono';
import type { BannerSite } from '../../core/banner/index-file.ts';
import type { ConsentRecord } from '../../core/consent/record.ts';
import { logsOfSubject } from '../../core/consent/shards.ts';
import { subjectOf } from '../../core/consent/subject.ts';
import { subjectRequestSchema } from '../../core/schemas.ts';
import type { Edge } from '../edge.ts';
import { ledgerOf } from '../ledger/objects.ts';
import { refuse } from '../problem.ts';
import { forReaders, grant, readAsked } from '../readers.ts';

export const subjects = new Hono<Edge>();

interface Asked {
  site: BannerSite;
  subject: string;
  /** The logs in which the subject's records may lie. */
  logs: string[];
}

const PATHS = { history, erase } as const;

for (const [name, act] of Object.entries(PATHS)) {
  const path = `/api/v1/subjects/${name}`;
  subjects.use(path, forReaders);
  subjects.options(path, grant);
  subjects.post(path, async (c) => {
    const asked = await readAsked(c, subjectRequestSchema);
    if (!asked.ok) return asked.answer;
    const { value, site } = asked;
    const subject = await subjectOf(value.secret);
    return act(c, { site, subject, logs: logsOfSubject(value.site, subject, site.ledger) });
  });
  subjects.all(path, (c) => refuse(c, { reason: 'read-only', method: c.req.method, allow: 'POST, OPTIONS' }));
}

/** What is kept of the visitor, newest first. A secret of nobody gets an empty list. */
async function history(c: Context<Edge>, { site, subject, logs }: Asked): Promise<Response> {
  const found = await Promise.all(logs.map((log) => ledgerOf(c.env, log, site.ledger.jurisdiction).history(subject)));
  const records = found.flat().map(({ record, log, index, state }) => ({ ...(JSON.parse(record) as ConsentRecord), log, index, state }));
  records.sort((a, b) => (a.received < b.received ? 1 : a.received > b.received ? -1 : b.index - a.index));
  return c.json({ records });
}

/** GDPR Art. 17: what is kept of the visitor goes; the leaves stay, and say nothing. */
async function erase(c: Context<Edge>, { site, subject, logs }: Asked): Promise<Response> {
  let erased = 0;
  for (const log of logs) {
    const done = await ledgerOf(c.env, log, site.ledger.jurisdiction).erase({ subject }, 'subject');
    if (!done.ok) return refuse(c, done);
    erased += done.erased;
  }
  return c.json({ erased });
}
