/**
 * What operators saw and did. An entry is written before the page that it is about is answered, or in the transaction of the change:
 * what cannot be noted is not shown and not done. Each is a leaf of the log `requests`, so no operator can take one out.
 */
import canonicalize from 'canonicalize';
import { sha256Bytes } from '../../core/digest.ts';
import { REQUESTS_LOG } from '../../core/ledger-settings.ts';
import { utf8 } from '../../core/log/bytes.ts';
import { commitmentEntry } from '../../core/log/entry.ts';
import type { Operator } from '../auth.ts';
import { ledgerOf } from '../ledger/objects.ts';
import { uuidv7 } from '../requests/cases.ts';
import type { Desk } from '../requests/desk.ts';
import { type LeafReceipt, receiptOfLeaf } from '../requests/log.ts';
import { type AuditRow, auditToLog, insertAudit, setAuditLeaves } from '../store/audit.ts';

/** What is noted, as a closed list. `view-…` shows something of a person; the others change or hand out something. */
export const AUDIT_ACTIONS = [
  'sign-in',
  'view-queue',
  'view-request',
  'view-file',
  'view-letter',
  'search',
  'change-request',
  'enter-request',
  'view-audit',
  'export-audit',
  'view-consents',
  'view-receipt',
  'erase-consents',
  'export-consents',
  'export-requests',
  'make-token',
  'revoke-token',
  'add-webhook',
  'remove-webhook',
  'renew-webhook-secret',
  'replay-webhooks',
  'rotate-keys',
  'replay-suppressions',
  'retry-mails',
  'ask-approval',
  'approve',
  'return-approval',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface Noted {
  action: AuditAction;
  /** The id of a request. */
  request?: string | undefined;
  /** What more there is to say, without anything that says something of a person: numbers, codes, ids. */
  details?: Record<string, string | number | boolean | string[]>;
}

let newest = { at: 0, count: 0 };

/** A UUIDv7 that keeps the order within one millisecond too, as far as this isolate goes (RFC 9562, 6.2, method 1). */
function nextId(now: Date): string {
  newest = { at: now.getTime(), count: newest.at === now.getTime() ? newest.count + 1 : 0 };
  const id = uuidv7(now);
  return id.slice(0, 15) + (newest.count % 4096).toString(16).padStart(3, '0') + id.slice(18);
}

/** The statement that notes something. */
export function auditStatement({ db, now }: Desk, { name, role }: Operator, { action, request, details }: Noted): D1PreparedStatement {
  const id = nextId(now);
  const at = now.toISOString();
  const record = {
    v: 1,
    type: 'operator-action',
    id,
    at,
    actor: name,
    role,
    action,
    ...(request === undefined ? {} : { request }),
    ...(details ? { details } : {}),
  };
  return insertAudit(db, {
    id,
    at,
    actor: name,
    action,
    request: request ?? null,
    entry: canonicalize(record) ?? '',
    salt: crypto.getRandomValues(new Uint8Array(32)),
  });
}

/** Notes a view. @throws where it cannot be noted: then nothing is shown. */
export async function noteView(desk: Desk, operator: Operator, noted: Noted): Promise<void> {
  await auditStatement(desk, operator, noted).run();
}

/** Entries of one batch, and batches of one call. Each batch is two queries. */
const [BATCH, MOST_BATCHES] = [100, 50];

/** Enters what no leaf commits to yet, as far as one invocation may ask the database. May be done at any time, and twice. */
export async function logAudit({ env, db }: Desk): Promise<void> {
  for (let batches = 0; batches < MOST_BATCHES; batches += 1) {
    const waiting = await auditToLog(db, BATCH);
    if (waiting.length === 0) return;
    const commitments = waiting.map(({ id, salt, entry }) => ({ key: sha256Bytes(utf8(`operator-action\n${id}`)), entry: commitmentEntry(salt, utf8(entry)) }));
    const done = await ledgerOf(env, REQUESTS_LOG).commit(commitments);
    if (!done.ok) throw new Error(`the log of requests: ${done.reason}`);
    await setAuditLeaves(
      db,
      waiting.map(({ id }, at) => ({ id, leaf: done.indexes[at] ?? -1 })),
    ).run();
    if (waiting.length < BATCH) return;
  }
}

/** The proof of an entry, as the receipt of a consent is. */
export function receiptOfAudit(desk: Desk, { leaf, entry, salt }: AuditRow): Promise<LeafReceipt> {
  return receiptOfLeaf(desk, leaf, entry, salt);
}
