/** The addresses of consents, of the operators and of the archive, for OpenAPI. A test holds them against what is routed. */
import { z } from 'zod';
import type { ApiRoute } from '../api-route.ts';
import { askedSchema } from '../publications.ts';
import { newTokenAnswer, requestStatisticsAnswer, revokeBody, spanQuery, tableFile, tokenBody, tokensAnswer } from '../requests/api.ts';
import { UPKEEP_ROUTES } from '../requests/upkeep.ts';
import { receiptRequestSchema, sentConsentSchema, sha256Schema, subjectRequestSchema } from '../schemas.ts';
import {
  EXPORT_FORMATS,
  eraseAnswer,
  eraseBody,
  exportQuery,
  healthAnswer,
  recordQuery,
  searchAnswer,
  searchQuery,
  statisticsAnswer,
  statisticsQuery,
} from './operator-api.ts';
import { consentRecordSchema } from './record.ts';

const acknowledgement = z.strictObject({
  id: z.uuidv7(),
  state: z.enum(['accepted', 'erased']),
  received: z.iso.datetime(),
  log: z.string(),
  index: z.int().nonnegative(),
  /** The leaf's hash (RFC 6962), base64. */
  leaf: z.string(),
  /** A signed note: this leaf will stand at this index by that time. */
  promise: z.string().optional(),
  /** Fetches the receipt, once. */
  token: sha256Schema.optional(),
});
const oneOrList = <T extends z.ZodType>(schema: T) => z.union([schema, z.array(schema)]);
const keptRecord = consentRecordSchema.extend({ log: z.string(), index: z.int().nonnegative(), state: z.enum(['accepted', 'sealed']) });
const archiveState = z.strictObject({
  missing: z.array(z.string()),
  differing: z.array(z.strictObject({ path: z.string(), sha256: sha256Schema })),
  later: z.array(z.string()),
});
const archived = z.strictObject({ path: z.string(), sha256: sha256Schema, log: z.string() });

const OPERATOR = '/api/v1/operator';
const ofVisitors = ['bad-request', 'origin-not-listed', 'body-too-slow', 'too-many-records', 'ledger-frozen'] as const;
const ofOperators = ['bad-request', 'token-required'] as const;
const id = z.strictObject({ id: z.uuidv7() });
const file = z.strictObject({ file: z.enum(EXPORT_FORMATS.map((format) => `consents.${format}` as const)) });
const { id: _id, ...ofRecord } = recordQuery.shape;

export const CONSENT_ROUTES = [
  {
    id: 'recordConsent',
    method: 'POST',
    path: '/api/v1/consents',
    tag: 'consents',
    says: 'Takes one consent record, or up to 20 of one site, from a page of that site. The same record twice is one.',
    for: 'none',
    body: { schema: oneOrList(sentConsentSchema) },
    answers: [
      { status: 201, says: 'durable', schema: oneOrList(acknowledgement) },
      { status: 200, says: 'it was there already, equal', schema: oneOrList(acknowledgement) },
    ],
    problems: ['bad-record', 'origin-not-listed', 'body-too-slow', 'record-differs', 'too-many-records', 'notice-unknown', 'ledger-closed', 'ledger-frozen'],
  },
  {
    id: 'readReceipt',
    method: 'POST',
    path: '/api/v1/consents/{id}/receipt',
    tag: 'consents',
    says: 'The file by which a visitor proves a choice; for whoever has the secret of the browser, or the token of the acknowledgement.',
    for: 'none',
    params: id,
    body: { schema: receiptRequestSchema },
    answers: [{ status: 200, says: 'the receipt: docs/verify.md', schema: z.looseObject({ type: z.literal('fairnotice-receipt'), v: z.literal(1) }) }],
    problems: [...ofVisitors, 'not-yours', 'not-sealed-yet'],
  },
  {
    id: 'readHistory',
    method: 'POST',
    path: '/api/v1/subjects/history',
    tag: 'consents',
    says: 'A visitor’s own records, newest first.',
    for: 'none',
    body: { schema: subjectRequestSchema },
    answers: [{ status: 200, says: 'the records', schema: z.strictObject({ records: z.array(keptRecord) }) }],
    problems: ofVisitors,
  },
  {
    id: 'eraseHistory',
    method: 'POST',
    path: '/api/v1/subjects/erase',
    tag: 'consents',
    says: 'Erases a visitor’s own records.',
    for: 'none',
    body: { schema: subjectRequestSchema },
    answers: [{ status: 200, says: 'how many there were', schema: z.strictObject({ erased: z.int().nonnegative() }) }],
    problems: ofVisitors,
  },
] as const satisfies readonly ApiRoute[];

export const OPERATOR_API_ROUTES = [
  {
    id: 'readHealth',
    method: 'GET',
    path: `${OPERATOR}/health`,
    tag: 'operators',
    says: 'Whether each log takes records, and how far it has come.',
    for: 'operator',
    answers: [{ status: 200, says: 'the figures', schema: healthAnswer }],
    problems: ['token-required'],
  },
  {
    id: 'readConsentStatistics',
    method: 'GET',
    path: `${OPERATOR}/statistics`,
    tag: 'operators',
    says: 'Counts of sealed consent records, told apart as wished.',
    for: 'operator',
    query: statisticsQuery,
    answers: [{ status: 200, says: 'the counts', schema: statisticsAnswer }],
    problems: ofOperators,
  },
  {
    id: 'searchConsents',
    method: 'GET',
    path: `${OPERATOR}/consents`,
    tag: 'operators',
    says: 'Consent records of a subject, or one by its id.',
    for: 'operator',
    query: searchQuery,
    answers: [{ status: 200, says: 'the records, newest first', schema: searchAnswer }],
    problems: ofOperators,
  },
  {
    id: 'eraseConsents',
    method: 'POST',
    path: `${OPERATOR}/consents/erase`,
    tag: 'operators',
    says: 'Erases a consent record, or all of a subject.',
    for: 'operator',
    body: { schema: eraseBody },
    answers: [{ status: 200, says: 'how many there were', schema: eraseAnswer }],
    problems: [...ofOperators, 'ledger-frozen'],
  },
  {
    id: 'readConsent',
    method: 'GET',
    path: `${OPERATOR}/consents/{id}`,
    tag: 'operators',
    says: 'One consent record: as kept, as ISO/IEC TS 27560, as Kantara receipt, or with its proof.',
    for: 'operator',
    params: id,
    query: z.strictObject(ofRecord),
    answers: [{ status: 200, says: 'the record in the format that was asked for', schema: z.looseObject({}) }],
    problems: [...ofOperators, 'unknown-record', 'not-sealed-yet'],
  },
  {
    id: 'exportConsents',
    method: 'GET',
    path: `${OPERATOR}/exports/{file}`,
    tag: 'operators',
    says: 'All consent records of a site, streamed.',
    for: 'operator',
    params: file,
    query: exportQuery,
    answers: [
      { status: 200, says: 'JSON Lines', type: 'application/jsonl' },
      { status: 200, says: 'CSV (RFC 4180) with a header', type: 'text/csv' },
      { status: 200, says: 'Parquet', type: 'application/vnd.apache.parquet' },
    ],
    problems: [...ofOperators, 'not-found'],
  },
  {
    id: 'listTokens',
    method: 'GET',
    path: `${OPERATOR}/tokens`,
    tag: 'operators',
    says: 'Tokens of the interface for requests, newest first, without their secret part.',
    for: 'operator',
    answers: [{ status: 200, says: 'the tokens', schema: tokensAnswer }],
    problems: ['token-required', 'scope-missing', 'requests-closed'],
  },
  {
    id: 'makeToken',
    method: 'POST',
    path: `${OPERATOR}/tokens`,
    tag: 'operators',
    says: 'Makes a token. It is told once and kept nowhere.',
    for: 'operator',
    body: { schema: tokenBody },
    answers: [{ status: 201, says: 'the token', schema: newTokenAnswer }],
    problems: [...ofOperators, 'scope-missing', 'requests-closed'],
  },
  {
    id: 'revokeToken',
    method: 'POST',
    path: `${OPERATOR}/tokens/revoke`,
    tag: 'operators',
    says: 'Ends a token, for ever.',
    for: 'operator',
    body: { schema: revokeBody },
    answers: [{ status: 200, says: 'the token as it is then', schema: tokensAnswer.shape.tokens.element }],
    problems: [...ofOperators, 'scope-missing', 'requests-closed'],
  },
  ...UPKEEP_ROUTES,
  {
    id: 'readRequestStatistics',
    method: 'GET',
    path: `${OPERATOR}/requests/statistics`,
    tag: 'operators',
    says: 'Figures of rights requests by day of receipt.',
    for: 'operator',
    query: spanQuery,
    answers: [{ status: 200, says: 'the figures', schema: requestStatisticsAnswer }],
    problems: [...ofOperators, 'requests-closed'],
  },
  {
    id: 'exportRequests',
    method: 'GET',
    path: `${OPERATOR}/requests/exports/{file}`,
    tag: 'operators',
    says: 'Every request with dates and outcome, or the counts behind the statistics; nothing about a person.',
    for: 'operator',
    params: tableFile,
    query: spanQuery,
    answers: [
      { status: 200, says: 'JSON', type: 'application/json' },
      { status: 200, says: 'JSON Lines', type: 'application/jsonl' },
      { status: 200, says: 'CSV (RFC 4180) with a header', type: 'text/csv' },
    ],
    problems: [...ofOperators, 'not-found', 'requests-closed'],
  },
  {
    id: 'readMissing',
    method: 'POST',
    path: `${OPERATOR}/archive/missing`,
    tag: 'archive',
    says: 'Which of a list of publications the archive lacks.',
    for: 'operator',
    body: { schema: askedSchema },
    answers: [{ status: 200, says: 'what it lacks', schema: archiveState }],
    problems: ['bad-publication', 'token-required'],
  },
  {
    id: 'archive',
    method: 'PUT',
    path: `${OPERATOR}/archive`,
    tag: 'archive',
    says: 'Takes one publication, with the SHA-256 of its bytes in the header Content-Digest (RFC 9530).',
    for: 'operator',
    query: z.strictObject({ path: z.string() }),
    body: { type: 'application/octet-stream' },
    answers: [
      { status: 201, says: 'kept for ever', schema: archived },
      { status: 200, says: 'it was there already', schema: archived },
    ],
    problems: ['bad-publication', 'token-required', 'published-differs', 'ledger-frozen'],
  },
] as const satisfies readonly ApiRoute[];
