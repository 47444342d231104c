/**
 * The archive of what was published: operators fill it before and after a deployment, and everybody reads from it what the
 * current assets no longer hold.
 */
import { type Context, Hono } from 'hono';
import { toBase64, toHex } from '../../core/log/bytes.ts';
import { digest } from '../../core/log/web-crypto.ts';
import { type ArchiveState, askedSchema, MOST_PUBLISHED_BYTES, type Publication, publicationAt, typeOf } from '../../core/publications.ts';
import { readAs, readAtMost } from '../body.ts';
import { cacheControl, LIFETIMES } from '../caching.ts';
import type { Edge } from '../edge.ts';
import { type FieldError, refuse } from '../problem.ts';
import { hasLog, publish, sayPublished } from '../publish.ts';
import { lookUpKept, readKept } from '../published.ts';

/** For operators: to be mounted behind the check of who asks. */
export const archiveUploads = new Hono<Edge>();

const PATH = '/api/v1/operator/archive';
/** Room for as many entries as may be asked about. */
const MOST_ASKED_BYTES = 256 * 1024;

/** Which of a list of publications the archive lacks. What it has but no log speaks of yet is said on the way. */
archiveUploads.post(`${PATH}/missing`, async (c) => {
  const bytes = await readAtMost(c.req.raw, MOST_ASKED_BYTES);
  const read = readAs(askedSchema, bytes && readJson(bytes));
  if (!read.ok) return refuse(c, read.refusal.reason === 'unreadable-record' ? { ...read.refusal, reason: 'unreadable-publication' } : read.refusal);
  const strange = read.value.flatMap(({ path, sha256 }, index) =>
    isPublication(path, sha256) ? [] : [{ pointer: `/${index}/path`, detail: PATH_AS_IT_SHOULD_BE }],
  );
  if (strange.length > 0) return bad(c, strange);
  const known = await Promise.all(read.value.map(({ path }) => lookUpKept(c.env, path)));
  const state: ArchiveState = { missing: [], differing: [], later: [] };
  for (const [index, { path, sha256, log }] of read.value.entries()) {
    const kept = known[index];
    if (kept && kept.sha256 !== sha256) state.differing.push({ path, sha256: kept.sha256 });
    if (!kept) ((await hasLog(c, log)) ? state.missing : state.later).push(path);
  }
  const said = await sayPublished(
    c,
    known.filter((kept) => kept !== undefined),
  );
  return said.ok ? c.json(state) : refuse(c, said);
});

/** Takes one publication: `?path=`, its bytes, and their hash in `Content-Digest` (RFC 9530). */
archiveUploads.put(PATH, async (c) => {
  const path = c.req.query('path') ?? '';
  const place = publicationAt(path);
  if (!place) return bad(c, [{ pointer: '/path', detail: PATH_AS_IT_SHOULD_BE }]);
  const bytes = await readAtMost(c.req.raw, MOST_PUBLISHED_BYTES);
  if (!bytes) return bad(c, [{ pointer: '', detail: `at most ${MOST_PUBLISHED_BYTES} bytes` }]);
  const hash = await digest(bytes);
  const sha256 = toHex(hash);
  // What was cut off or garbled on its way must not be kept for ever.
  if (c.req.header('Content-Digest') !== `sha-256=:${toBase64(hash)}:`)
    return bad(c, [{ pointer: '', detail: 'a header Content-Digest with the SHA-256 of the body' }]);
  if (!place.names(sha256)) return bad(c, [{ pointer: '/path', detail: 'the hash of the body in its name' }]);
  const log = place.log ?? siteIn(bytes);
  if (log === undefined || !(await hasLog(c, log)))
    return bad(c, [{ pointer: '/path', detail: 'a site of the current deployment; what belongs to a new one is sent after it' }]);
  const kept = await publish(c, { kind: place.kind, path, sha256, log }, bytes);
  if (!kept.ok) return refuse(c, kept.reason === 'differs' ? { reason: 'published-otherwise', path, sha256: kept.sha256 } : kept);
  return c.json({ path, sha256, log }, kept.again ? 200 : 201);
});

archiveUploads.all(PATH, (c) => refuse(c, { reason: 'read-only', method: c.req.method, allow: 'PUT' }));
archiveUploads.all(`${PATH}/missing`, (c) => refuse(c, { reason: 'read-only', method: c.req.method, allow: 'POST' }));

const PATH_AS_IT_SHOULD_BE =
  'the path of a publication, with its hash where the name has one: notices/<sha256>.json, pinned/…, <policy>/<version>.txt, <policy>/<version>/<locale>.txt or .sealed.html';

function isPublication(path: string, sha256: string): boolean {
  return publicationAt(path)?.names(sha256) ?? false;
}

function bad(c: Context<Edge>, errors: FieldError[]): Promise<Response> {
  return refuse(c, { reason: 'unreadable-publication', errors: errors.slice(0, 20) });
}

/** The site that a notice document is of. */
function siteIn(notice: Uint8Array): string | undefined {
  const value = readJson(notice) as Partial<Publication & { type: string; site: string }> | undefined;
  return value?.type === 'fairnotice-notice' && typeof value.site === 'string' ? value.site : undefined;
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** What was published under a path, where the archive has it: the very bytes. */
export async function fromArchive(c: Context<Edge>, path: string): Promise<Response | undefined> {
  const place = publicationAt(path);
  const object = place && (await readKept(c.env, path));
  if (!object) return undefined;
  const pinned = place.kind === 'notice' || place.kind === 'banner';
  return new Response(object.body, {
    headers: {
      'Content-Type': typeOf(path),
      'Content-Length': String(object.size),
      ETag: `"${object.customMetadata?.sha256}"`,
      'Cache-Control': pinned ? 'public, max-age=31536000, immutable' : cacheControl(LIFETIMES.comparisonData, c.env.now),
      'Access-Control-Allow-Origin': '*',
      ...(place.kind === 'banner' ? { 'Cross-Origin-Resource-Policy': 'cross-origin' } : {}),
      ...(place.kind === 'seal' ? { 'X-Robots-Tag': 'noindex' } : {}),
    },
  });
}
