/** Single records: found by id or subject, given in the formats of standards, erased. */
import type { Context } from 'hono';
import type { z } from 'zod';
import type { BannerSite } from '../../../core/banner/index-file.ts';
import { iso27560Of } from '../../../core/consent/exports/iso-27560.ts';
import { kantaraOf } from '../../../core/consent/exports/kantara.ts';
import { eraseBody, type FoundRecord, recordQuery, searchQuery } from '../../../core/consent/operator-api.ts';
import type { ConsentRecord } from '../../../core/consent/record.ts';
import { logsOfId, logsOfSubject } from '../../../core/consent/shards.ts';
import { readBody } from '../../body.ts';
import type { Edge } from '../../edge.ts';
import { ledgerOf } from '../../ledger/objects.ts';
import { readWholeNotice } from '../../notices.ts';
import { type Refusal, refuse } from '../../problem.ts';
import { receiptFile } from '../receipts.ts';
import { readQuery, readSite, readValue, refused } from './questions.ts';

/** `GET …/consents?site=&id=` or `&subject=`. */
export async function search(c: Context<Edge>): Promise<Response> {
  const asked = readQuery(c, searchQuery);
  if (!asked.ok) return asked.answer;
  const site = await readSite(c, asked.value.site);
  if (!site.ok) return site.answer;
  const { id, subject } = asked.value;
  const found = id === undefined ? await ofSubject(c, asked.value.site, subject ?? '', site.value) : await ofId(c, asked.value.site, id, site.value);
  return c.json({ records: found });
}

/** `GET …/consents/<id>?site=&format=`. */
export async function show(c: Context<Edge>): Promise<Response> {
  const asked = readQuery(c, recordQuery, { id: c.req.param('id') ?? '' });
  if (!asked.ok) return asked.answer;
  const { id, site: name, format } = asked.value;
  const site = await readSite(c, name);
  if (!site.ok) return site.answer;
  const [found] = await ofId(c, name, id, site.value);
  if (!found?.record) return refuse(c, { reason: 'no-record' });
  if (format === 'record') return c.json(found);
  if (format === 'receipt') return receiptOf(c, found, site.value);
  const notice = await readWholeNotice(c, found.record.notice);
  if (!notice) return refuse(c, { reason: 'unknown-notice' });
  if (format === 'kantara') return c.json(kantaraOf(found.record, notice, c.env.url));
  return c.json(iso27560Of(found.record, notice, c.env.url), 200, { 'Content-Type': 'application/ld+json' });
}

/** `POST …/consents/erase`. Erasing what is erased is fine: it may have to be sent again. */
export async function erase(c: Context<Edge>): Promise<Response> {
  const body = await readBody(c.req.raw);
  if (!body.ok) return refused(c, body.refusal).answer;
  const asked = readValue(c, eraseBody, body.value);
  if (!asked.ok) return asked.answer;
  const site = await readSite(c, asked.value.site);
  if (!site.ok) return site.answer;
  const done = await eraseRecords(c, site.value, asked.value);
  return done.ok ? c.json({ erased: done.erased, everywhere: done.everywhere }) : refuse(c, done.refusal);
}

type Erased = { ok: true; erased: number; everywhere: boolean } | { ok: false; refusal: Refusal };

/** Erases a record, or those of a subject, in every log in which they may lie. */
export async function eraseRecords(c: Context<Edge>, { ledger }: BannerSite, { site: name, id, subject = '' }: z.infer<typeof eraseBody>): Promise<Erased> {
  const logs = id === undefined ? logsOfSubject(name, subject, ledger) : logsOfId(name, id, ledger);
  let erased = 0;
  let everywhere = true;
  for (const log of logs) {
    const done = await ledgerOf(c.env, log, ledger.jurisdiction).erase(id === undefined ? { subject } : { id }, 'operator');
    if (!done.ok) return { ok: false, refusal: done };
    erased += done.erased;
    everywhere &&= done.everywhere;
  }
  return { ok: true, erased, everywhere };
}

/** The record with its proof, as the visitor's own receipt. Asking seals what waits, every few seconds at most. */
export async function receiptOf(c: Context<Edge>, { log, record }: FoundRecord, { ledger }: BannerSite): Promise<Response> {
  const receipted = await ledgerOf(c.env, log, ledger.jurisdiction).receipt(record?.id ?? '', { by: 'operator' });
  if (!receipted.ok) return refuse(c, receipted.reason === 'not-yours' ? { reason: 'no-record' } : receipted);
  return receiptFile(c, log, record?.id ?? '', receipted);
}

/** The record of an id, wherever it lies: which log it went to depends on its subject, which is not known. */
export async function ofId(c: Context<Edge>, name: string, id: string, { ledger }: BannerSite): Promise<FoundRecord[]> {
  const found = await Promise.all(logsOfId(name, id, ledger).map((log) => ledgerOf(c.env, log, ledger.jurisdiction).find(id)));
  return found.flatMap((kept) => (kept ? [foundIn(kept)] : []));
}

export async function ofSubject(c: Context<Edge>, name: string, subject: string, { ledger }: BannerSite): Promise<FoundRecord[]> {
  const found = await Promise.all(logsOfSubject(name, subject, ledger).map((log) => ledgerOf(c.env, log, ledger.jurisdiction).history(subject)));
  // Each log gives its own in order already; what was received at the same time stays as it is.
  return found
    .flat()
    .map(foundIn)
    .sort((a, b) => (b.record?.received ?? '').localeCompare(a.record?.received ?? ''));
}

function foundIn(kept: { log: string; index: number; state: FoundRecord['state']; record?: string }): FoundRecord {
  const { log, index, state, record } = kept;
  return { log, index, state, ...(record === undefined ? {} : { record: JSON.parse(record) as ConsentRecord }) };
}
