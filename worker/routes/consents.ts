/** `POST /api/v1/consents`: takes consent records from a page of the site that they name, and answers when they are durable. */
import { type Context, Hono } from 'hono';
import type { BannerSite } from '../../core/banner/index-file.ts';
import { formatPromise, SEALED_WITHIN } from '../../core/consent/promise.ts';
import type { ConsentDraft } from '../../core/consent/record.ts';
import { logOfRecord } from '../../core/consent/shards.ts';
import { toBase64 } from '../../core/log/bytes.ts';
import { formatNote, type Signer, signNote } from '../../core/log/note.ts';
import { type SentConsent, sentConsentSchema } from '../../core/schemas.ts';
import type { OptionalCategory } from '../../core/vocabulary.ts';
import { type Body, type Refused, readAs, unreadable } from '../body.ts';
import { draftOf } from '../consent-draft.ts';
import type { Edge } from '../edge.ts';
import type { Taken } from '../ledger/accept.ts';
import { ledgerOf } from '../ledger/objects.ts';
import { signersOf } from '../ledger/signers.ts';
import { tokenOf } from '../ledger/tokens.ts';
import { isWithinLimit } from '../limits.ts';
import { originOf } from '../logs.ts';
import { type NoticeFacts, readNotice } from '../notices.ts';
import { type FieldError, refuse } from '../problem.ts';
import { forReaders, grant, isFrom, readSent } from '../readers.ts';

export const consents = new Hono<Edge>();

const PATH = '/api/v1/consents';
const MOST_RECORDS = 20;

consents.use(PATH, forReaders);
consents.options(PATH, grant);
consents.post(PATH, async (c) => {
  const { body, site } = await readSent(c);
  return take(c, body, site);
});
consents.all(PATH, (c) => refuse(c, { reason: 'read-only', method: c.req.method, allow: 'POST, OPTIONS' }));

async function take(c: Context<Edge>, body: Body, site: BannerSite | undefined): Promise<Response> {
  const read = body.ok ? readRecords(body.value) : body;
  if (!read.ok) return refuse(c, read.refusal);
  const { records, isList } = read;
  const origin = c.req.header('Origin');
  if (!site) return refuse(c, { reason: 'unreadable-record', errors: [{ pointer: isList ? '/0/site' : '/site', detail: 'a site that embeds the banner' }] });
  if (!isFrom(c, origin, [site])) return refuse(c, { reason: 'unlisted-origin', origin });
  if (!(await isWithinLimit(c, records[0]?.site ?? ''))) return refuse(c, { reason: 'too-many-records' });
  if (!c.env.LOG_KEY) return refuse(c, { reason: 'ledger-closed' });
  const drafts: ConsentDraft[] = [];
  for (const [at, record] of records.entries()) {
    const notice = await readNotice(c, record.notice);
    if (!notice) return refuse(c, { reason: 'unknown-notice' });
    const errors = contradictions(record, notice);
    if (errors.length > 0)
      return refuse(c, { reason: 'unreadable-record', errors: errors.map((error) => (isList ? { ...error, pointer: `/${at}${error.pointer}` } : error)) });
    drafts.push(draftOf(c, record, notice));
  }
  return record(c, site, drafts, isList);
}

/** Hands the records to their logs: each log takes its own whole or not at all. What was taken twice is one. */
async function record(c: Context<Edge>, { ledger }: BannerSite, drafts: readonly ConsentDraft[], isList: boolean): Promise<Response> {
  const answers = new Map<string, Acknowledgement>();
  for (const [log, own] of Map.groupBy(drafts, (draft) => logOfRecord(draft, ledger))) {
    const accepted = await ledgerOf(c.env, log, ledger.jurisdiction).accept(own);
    if (!accepted.ok) return refuse(c, accepted);
    for (const taken of accepted.taken) answers.set(taken.id, await acknowledgement(c, log, taken));
  }
  const list = drafts.flatMap(({ id }) => answers.get(id) ?? []);
  const status = list.every(({ again }) => again) ? 200 : 201;
  const said = list.map(({ again: _again, ...answer }) => answer);
  return isList ? c.json(said, status) : c.json(said[0], status);
}

interface Acknowledgement {
  id: string;
  /** `erased`: it was taken once, and is not taken again. */
  state: 'accepted' | 'erased';
  received: string;
  log: string;
  index: number;
  leaf: string;
  promise?: string;
  token?: string;
  again: boolean;
}

async function acknowledgement(c: Context<Edge>, log: string, { id, received, index, leaf, again, erased }: Taken): Promise<Acknowledgement> {
  const said = { id, state: erased ? ('erased' as const) : ('accepted' as const), received, log, index, leaf: toBase64(leaf), again };
  if (erased) return said;
  const origin = originOf(c.env.site, log);
  const [signer] = await signersOf(c.env.LOG_KEY, origin);
  const sealedBy = new Date(Date.parse(received) + SEALED_WITHIN).toISOString();
  const text = formatPromise({ origin, index, leaf, sealedBy });
  return { ...said, promise: formatNote(text, [await signNote(text, signer as Signer)]), token: await tokenOf(c.env.LOG_KEY ?? '', id) };
}

type Read = { ok: true; records: SentConsent[]; isList: boolean } | Refused;

/** One record, or a list of up to twenty of one site. */
function readRecords(value: unknown): Read {
  const isList = Array.isArray(value);
  const sent: unknown[] = isList ? value : [value];
  if (sent.length === 0 || sent.length > MOST_RECORDS) return unreadable([{ pointer: '', detail: `one record, or a list of 1 to ${MOST_RECORDS}` }]);
  const records: SentConsent[] = [];
  for (const [at, one] of sent.entries()) {
    const read = readAs(sentConsentSchema, one, isList ? `/${at}` : '');
    if (!read.ok) return read;
    // UUIDs are the same in either case (RFC 9562, 4), and a record is told by its id.
    records.push({ ...read.value, id: read.value.id.toLowerCase() });
  }
  const strange = records.findIndex(({ site }) => site !== records[0]?.site);
  if (strange > 0) return unreadable([{ pointer: `/${strange}/site`, detail: 'the same site as the first record of the list' }]);
  return { ok: true, records, isList };
}

/** What the record says must be an answer to what the notice asked. */
function contradictions({ site, choices, action, surface, gpc }: SentConsent, notice: NoticeFacts): FieldError[] {
  const asked = notice.categories.map(({ id }) => id).filter((id) => id !== 'necessary');
  const answered = Object.keys(choices) as OptionalCategory[];
  const strange = answered.filter((category) => !asked.includes(category));
  const missing = surface === 'placeholder' ? [] : asked.filter((category) => !answered.includes(category));
  const any = Object.values(choices).includes(true);
  return [
    ...(notice.site === site ? [] : [{ pointer: '/notice', detail: `a notice of the site ${site}` }]),
    ...strange.map((category) => ({ pointer: `/choices/${category}`, detail: 'a category that the notice asks about' })),
    ...missing.map((category) => ({ pointer: `/choices/${category}`, detail: 'an answer for each category that the notice asks about' })),
    ...(answered.length > 0 ? [] : [{ pointer: '/choices', detail: 'an answer for a category at least' }]),
    // Under Global Privacy Control all that was asked about may stay off.
    ...(!any && !gpc && action === 'accept' ? [{ pointer: '/action', detail: 'reject or save, for nothing is allowed' }] : []),
    ...(any && (action === 'reject' || action === 'withdraw') ? [{ pointer: '/action', detail: 'accept or save, for something is allowed' }] : []),
  ];
}
