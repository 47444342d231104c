/**
 * `POST /api/v1/consents/<id>/receipt`: the file by which a visitor proves a choice. For whoever has the subject's secret, or
 * the one-time token of the acknowledgement. An address never holds either.
 */
import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import type { BannerSite } from '../../core/banner/index-file.ts';
import { formatReceipt } from '../../core/consent/receipt.ts';
import { logOfRecord, logsOfId } from '../../core/consent/shards.ts';
import { subjectOf } from '../../core/consent/subject.ts';
import { ROOT_LOG } from '../../core/ledger-settings.ts';
import { receiptRequestSchema, sentConsentSchema } from '../../core/schemas.ts';
import type { Edge } from '../edge.ts';
import { ledgerOf } from '../ledger/objects.ts';
import type { Claim, ReceiptParts } from '../ledger/receipt.ts';
import { signersOf, vkeysOf } from '../ledger/signers.ts';
import { isTokenOf } from '../ledger/tokens.ts';
import { originOf } from '../logs.ts';
import { refuse } from '../problem.ts';
import { forReaders, grant, readAsked } from '../readers.ts';

export const receipts = new Hono<Edge>();

const PATH = '/api/v1/consents/:id/receipt';

receipts.use(PATH, forReaders);
receipts.options(PATH, grant);
receipts.post(PATH, async (c) => {
  const asked = await readAsked(c, receiptRequestSchema);
  if (!asked.ok) return asked.answer;
  const id = (c.req.param('id') ?? '').toLowerCase();
  if (!sentConsentSchema.shape.id.safeParse(id).success) return refuse(c, { reason: 'not-yours' });
  return give(c, asked.site, id, asked.value);
});
receipts.all(PATH, (c) => refuse(c, { reason: 'read-only', method: c.req.method, allow: 'POST, OPTIONS' }));

async function give(c: Context<Edge>, { ledger }: BannerSite, id: string, sent: z.infer<typeof receiptRequestSchema>): Promise<Response> {
  const { site, secret, token } = sent;
  const claim: Claim | undefined =
    secret !== undefined
      ? { by: 'subject', subject: await subjectOf(secret) }
      : (await isTokenOf(c.env.LOG_KEY ?? '', id, token ?? ''))
        ? { by: 'token' }
        : undefined;
  if (!claim) return refuse(c, { reason: 'not-yours' });
  // A token says nothing of the subject, by which the log was chosen.
  const names = claim.by === 'subject' ? [logOfRecord({ id, site, subject: claim.subject }, ledger)] : logsOfId(site, id, ledger);
  for (const log of names) {
    const receipted = await ledgerOf(c.env, log, ledger.jurisdiction).receipt(id, claim);
    if (receipted.ok) return receiptFile(c, log, id, receipted);
    if (receipted.reason !== 'not-yours') return refuse(c, receipted);
  }
  return refuse(c, { reason: 'not-yours' });
}

/** The receipt as a file to keep. */
export async function receiptFile(c: Context<Edge>, log: string, id: string, parts: ReceiptParts): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', 'Content-Disposition': `attachment; filename="consent-receipt-${id}.json"` };
  return new Response(await receiptText(c, log, parts), { headers });
}

/** The receipt as text, with the root log's proof where it has one. */
async function receiptText(c: Context<Edge>, log: string, { record, salt, proof, rooted }: ReceiptParts): Promise<string> {
  const above = rooted && (await ledgerOf(c.env, ROOT_LOG).prove(rooted.index));
  const root = rooted && above ? { statement: rooted.statement, proof: above, vkey: await mainKey(c, ROOT_LOG) } : undefined;
  return formatReceipt({ type: 'fairnotice-receipt', v: 1, record, salt, proof, vkey: await mainKey(c, log), ...(root ? { root } : {}) });
}

async function mainKey(c: Context<Edge>, log: string): Promise<string> {
  return vkeysOf(await signersOf(c.env.LOG_KEY, originOf(c.env.site, log)))[0] ?? '';
}
