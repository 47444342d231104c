/**
 * A consent record as the ledger keeps it, and as its leaf commits to it: RFC 8785 canonical JSON. It names no address, no
 * user agent and no place. What its notice says (texts, services, controller) is said by the notice's hash.
 */
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { sentConsentSchema, sha256Schema, slugSchema, versionIdSchema } from '../schemas.ts';
import { CONSENT_MODELS } from '../vocabulary.ts';

export const consentRecordSchema = z.strictObject({
  v: z.literal(1),
  ...sentConsentSchema.shape,
  /** When the edge took it, ISO 8601 in UTC. */
  received: z.iso.datetime(),
  policy: z.strictObject({ id: slugSchema, version: versionIdSchema, sha256: sha256Schema }),
  locale: z.string(),
  model: z.enum(CONSENT_MODELS),
  /** The law whose rules the place suggests; none where no law is known. Never the place itself. */
  regime: z.string().nullable(),
  /** `Sec-GPC` as the edge saw it. `gpc` is what the page saw. */
  secGpc: z.boolean(),
  /** Id of the record that this one follows: the subject's former choice. */
  previous: z.uuidv7().nullable(),
});
export type ConsentRecord = z.infer<typeof consentRecordSchema>;

/** A record before the ledger has found what it follows. */
export type ConsentDraft = Omit<ConsentRecord, 'v' | 'previous'>;

/** What is kept of an erasure, in private: the leaves that say nothing any more. Its own leaf commits to it. */
export interface ErasureRecord {
  v: 1;
  type: 'erasure';
  site: string;
  /** The leaves' indexes in the log, in order. */
  indexes: number[];
  at: string;
  by: 'subject' | 'operator';
}

/** The very bytes that a leaf commits to, as text. */
export function recordText(record: ConsentRecord | ErasureRecord): string {
  return canonicalize(record) ?? '';
}

/** Is it the same choice? What the browser sent counts; when it came the second time, and from where, does not. */
export function sameChoice(a: ConsentDraft, b: ConsentDraft): boolean {
  return sentPart(a) === sentPart(b);
}

function sentPart({ id, site, notice, subject, decided, action, surface, choices, gpc }: ConsentDraft): string {
  return JSON.stringify([id, site, notice, subject, decided, action, surface, Object.entries(choices).sort(), gpc]);
}

/** The instant in a UUIDv7 (RFC 9562, 5.7), milliseconds since 1970. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
