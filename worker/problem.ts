/**
 * What the edge refuses, and how it says so: one switch from reasons to the problem types of
 * `core/problems.ts`, answered as RFC 9457 JSON to programs and as a page to readers.
 */
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { escapeHtml } from '../core/policy/compare/escape.ts';
import { PROBLEMS, type ProblemSlug, problemPath } from '../core/problems.ts';
import { type IndexedPolicy, type IndexedVersion, inOrder } from '../core/site-index.ts';
import { pathOf } from './addresses.ts';
import { NOT_KEPT } from './caching.ts';
import type { Edge } from './edge.ts';
import { fillFrame } from './html.ts';
import { readFrame } from './site.ts';

export type Refusal =
  | { reason: 'no-page' }
  | { reason: 'no-section'; policy: IndexedPolicy; asked: string; locale: string }
  | { reason: 'no-version'; policy: IndexedPolicy; asked: string; locale?: string }
  | { reason: 'no-language'; policy: IndexedPolicy; asked: string; known: { locale: string; path: string }[] }
  | { reason: 'not-begun'; policy: IndexedPolicy; locale: string; first: IndexedVersion | undefined; asked: string }
  | { reason: 'unreadable-moment'; found: string }
  | { reason: 'unreadable-accept-datetime'; found: string }
  | { reason: 'one-version-twice'; policy: IndexedPolicy; version: string; locale: string }
  | { reason: 'read-only'; method: string; allow: string }
  | { reason: 'unreadable-record'; errors: FieldError[] }
  | { reason: 'slow-body' }
  | { reason: 'unlisted-origin'; origin: string | undefined }
  | { reason: 'unknown-notice' }
  | { reason: 'no-operator' }
  | { reason: 'no-record' }
  | { reason: 'unreadable-publication'; errors: FieldError[] }
  | { reason: 'published-otherwise'; path: string; sha256: string }
  | { reason: 'record-differs'; id: string }
  | { reason: 'too-many-records' }
  | { reason: 'ledger-frozen'; why: string }
  | { reason: 'ledger-closed' }
  | { reason: 'not-yours' }
  | { reason: 'not-sealed'; retryAfter: number }
  | { reason: 'pruned'; minimum: number }
  | { reason: 'unreadable-request'; errors: FieldError[] }
  | { reason: 'requests-closed' }
  | { reason: 'scope-missing'; needed: string }
  | { reason: 'no-request' }
  | { reason: 'request-closed'; state: string }
  | { reason: 'not-proved' }
  | { reason: 'contents-gone' }
  | { reason: 'no-extension' }
  | { reason: 'erasure-held'; by: string; ref: string }
  | { reason: 'key-used' };

/** A field at fault (RFC 9457, 3): where it is, as a JSON pointer, and what would be right. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** A problem in its own words: what happened here, and where to go from it. */
interface Occurrence {
  slug: ProblemSlug;
  detail: string;
  /** Paths relative to the base. */
  links?: { path: string; text: string }[];
  headers?: Record<string, string>;
  errors?: FieldError[];
}

function occurrenceOf(refusal: Refusal): Occurrence {
  switch (refusal.reason) {
    case 'no-page':
      return { slug: 'not-found', detail: PROBLEMS['not-found'].explanation };
    case 'no-section': {
      const { policy, asked, locale } = refusal;
      const links = [
        { path: pathOf.policy(policy, locale), text: 'the text in force' },
        { path: pathOf.history(policy, locale), text: 'its history, with every section' },
      ];
      return { slug: 'not-found', detail: `The policy never had a section “${shortened(asked)}”. Look here:`, links };
    }
    case 'no-version': {
      const { policy, asked, locale = policy.prevailing } = refusal;
      const links = inOrder(policy).map(({ id, locales }) => ({
        path: pathOf.version(policy, id, Object.hasOwn(locales, locale) ? locale : policy.prevailing),
        text: id,
      }));
      return { slug: 'unknown-version', detail: `There is no version ${asked}. The versions are:`, links };
    }
    case 'no-language': {
      const links = refusal.known.map(({ locale, path }) => ({ path, text: locale }));
      return { slug: 'unknown-language', detail: `There is no text in ${refusal.asked}. The languages are:`, links };
    }
    case 'not-begun': {
      const { policy, locale, first, asked } = refusal;
      if (!first) return { slug: 'before-first-version', detail: `At ${asked} no version was in force, and none has begun since.` };
      const links = [{ path: pathOf.version(policy, first.id, locale), text: first.id }];
      return { slug: 'before-first-version', detail: `At ${asked} no version was in force. The first one begins at ${first.effective}:`, links };
    }
    case 'unreadable-moment':
      return { slug: 'bad-moment', detail: `Found “${shortened(refusal.found)}”. ${PROBLEMS['bad-moment'].mend}` };
    case 'unreadable-accept-datetime':
      return { slug: 'bad-accept-datetime', detail: `Found “${shortened(refusal.found)}”. ${PROBLEMS['bad-accept-datetime'].mend}` };
    case 'one-version-twice': {
      const { policy, version, locale } = refusal;
      return { slug: 'same-version-twice', detail: `Both sides are ${version}:`, links: [{ path: pathOf.version(policy, version, locale), text: version }] };
    }
    case 'read-only':
      return { slug: 'method-not-allowed', detail: `${refusal.method} is not answered here.`, headers: { Allow: refusal.allow } };
    case 'unreadable-record':
      return { slug: 'bad-record', detail: inWords(refusal.errors), errors: refusal.errors };
    case 'unreadable-publication':
      return { slug: 'bad-publication', detail: inWords(refusal.errors), errors: refusal.errors };
    case 'published-otherwise':
      return { slug: 'published-differs', detail: `Under ${shortened(refusal.path)} the archive has the bytes with the SHA-256 ${refusal.sha256}.` };
    case 'no-operator':
      return { slug: 'token-required', detail: PROBLEMS['token-required'].explanation, headers: { 'WWW-Authenticate': 'Bearer' } };
    case 'slow-body':
      return { slug: 'body-too-slow', detail: PROBLEMS['body-too-slow'].explanation };
    case 'unlisted-origin':
      return {
        slug: 'origin-not-listed',
        detail: refusal.origin === undefined ? 'The request names no origin.' : `The record came from “${shortened(refusal.origin)}”.`,
      };
    case 'unknown-notice':
      return { slug: 'notice-unknown', detail: PROBLEMS['notice-unknown'].explanation, headers: { 'Retry-After': '60' } };
    case 'record-differs':
      return { slug: 'record-differs', detail: `The ledger holds another record under the id ${refusal.id}.` };
    case 'too-many-records':
      return { slug: 'too-many-records', detail: PROBLEMS['too-many-records'].explanation, headers: { 'Retry-After': '60' } };
    case 'ledger-frozen':
      return { slug: 'ledger-frozen', detail: refusal.why, headers: { 'Retry-After': '600' } };
    case 'ledger-closed':
      return { slug: 'ledger-closed', detail: PROBLEMS['ledger-closed'].explanation, headers: { 'Retry-After': '600' } };
    case 'requests-closed':
      return { slug: 'requests-closed', detail: PROBLEMS['requests-closed'].explanation, headers: { 'Retry-After': '3600' } };
    case 'no-record':
      return { slug: 'unknown-record', detail: PROBLEMS['unknown-record'].explanation };
    case 'not-yours':
      return { slug: 'not-yours', detail: PROBLEMS['not-yours'].explanation };
    case 'not-sealed':
      return { slug: 'not-sealed-yet', detail: PROBLEMS['not-sealed-yet'].explanation, headers: { 'Retry-After': String(refusal.retryAfter) } };
    case 'pruned':
      return { slug: 'log-pruned', detail: `The log’s minimum index is ${refusal.minimum}.` };
    case 'unreadable-request':
      return { slug: 'bad-request', detail: inWords(refusal.errors), errors: refusal.errors };
    case 'scope-missing': {
      const headers = { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${refusal.needed}"` };
      return { slug: 'scope-missing', detail: `This address takes a token with ${refusal.needed}.`, headers };
    }
    case 'no-request':
      return { slug: 'unknown-request', detail: PROBLEMS['unknown-request'].explanation };
    case 'request-closed':
      return { slug: 'request-closed', detail: `Its state is ${refusal.state}.` };
    case 'erasure-held':
      return { slug: 'erasure-held', detail: `The request ${refusal.by} is open (${refusal.ref}).` };
    case 'not-proved':
      return { slug: 'not-proved', detail: `${PROBLEMS['not-proved'].explanation} ${PROBLEMS['not-proved'].mend}` };
    case 'contents-gone':
    case 'no-extension':
    case 'key-used':
      return { slug: refusal.reason, detail: PROBLEMS[refusal.reason].explanation };
    default:
      return refusal satisfies never;
  }
}

function inWords(errors: readonly FieldError[]): string {
  return errors.map((error) => `${error.pointer || 'The body'} takes ${error.detail}.`).join(' ');
}

const MOST_ECHOED = 80;

/** What somebody typed may be long, and is said back only as far as one recognises it. */
export function shortened(text: string): string {
  return text.length > MOST_ECHOED ? `${text.slice(0, MOST_ECHOED)}…` : text;
}

/** Answers a refusal: JSON where that is asked for, else a page. */
export function refuse(c: Context<Edge>, refusal: Refusal): Promise<Response> {
  return tell(c, occurrenceOf(refusal));
}

/** Says that something broke, and nothing of what. */
export function confess(c: Context<Edge>): Promise<Response> {
  return tell(c, { slug: 'internal-error', detail: `The request has the id ${c.env.requestId}.` });
}

async function tell(c: Context<Edge>, { slug, detail, links = [], headers = {}, errors }: Occurrence): Promise<Response> {
  const { status, title } = PROBLEMS[slug];
  const href = (path: string): string => c.env.site.index.base + path;
  const shared = { 'Cache-Control': NOT_KEPT, Vary: 'Accept', 'X-Robots-Tag': 'noindex', ...headers };
  if (wantsJson(c)) {
    const body = {
      type: c.env.url(problemPath(slug)),
      title,
      status,
      detail: links.length > 0 ? `${detail} ${links.map(({ text }) => text).join(', ')}` : detail,
      ...(errors ? { errors } : {}),
      ...(links.length > 0 ? { links: links.map(({ path, text }) => ({ href: c.env.url(path), title: text })) } : {}),
    };
    return new Response(`${JSON.stringify(body, null, 2)}\n`, { status, headers: { ...shared, 'Content-Type': 'application/problem+json' } });
  }
  const listed = links.map(({ path, text }) => `<a href="${escapeHtml(href(path))}">${escapeHtml(text)}</a>`).join(', ');
  const about = `<a href="${escapeHtml(href(problemPath(slug)))}">About this answer</a>`;
  const values = {
    STATUS: String(status),
    TITLE: escapeHtml(title),
    // The site's own language may be another one than that of these words.
    DETAIL: `<span lang="en" dir="ltr">${escapeHtml(detail)} ${listed}${listed ? '<br>' : ''} ${about}</span>`,
  };
  const frame = (await readFrame(c.env.site, c.req.raw, 'problem/').catch(() => undefined)) ?? PLAIN_FRAME;
  return new Response(fillFrame(frame, values), { status, headers: { ...shared, 'Content-Type': 'text/html; charset=utf-8' } });
}

function wantsJson(c: Context<Edge>): boolean {
  const { pathname } = new URL(c.req.url);
  if (pathname.endsWith('.json') || pathname.includes('/api/')) return true;
  return accepts(c, { header: 'Accept', supports: ['text/html', 'application/json', 'application/problem+json'], default: 'text/html' }) !== 'text/html';
}

/** Stands in where the site brings no frame of its own. */
export const PLAIN_FRAME = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>%%TITLE%%</title>
<main>
<p>%%STATUS%%</p>
<h1>%%TITLE%%</h1>
<p>%%DETAIL%%</p>
</main>
</html>
`;
