/**
 * What changed between any two versions, in either order. Neighbours are built; every other pair is made
 * here, into the frame that the build left for it, by the same functions.
 */
import { type Context, Hono } from 'hono';
import { dateInWords } from '../../core/dates.ts';
import { escapeHtml } from '../../core/policy/compare/escape.ts';
import {
  changesHtml,
  comparisonJson,
  ENGLISH_REDLINE_LABELS,
  type RedlineLabels,
  redlineHtml,
  type SizeWording,
  sizeInWords,
} from '../../core/policy/compare/index.ts';
import { inPlace } from '../../core/policy/in-place.ts';
import type { IndexedPolicy } from '../../core/site-index.ts';
import { translator } from '../../core/wording.ts';
import { pathOf } from '../addresses.ts';
import { lead, lifetimeNow } from '../answers.ts';
import { LIFETIMES } from '../caching.ts';
import { type Compared, compareVersionsIn, type Pair } from '../comparison.ts';
import type { Edge } from '../edge.ts';
import { fillFrame } from '../html.ts';
import { refuse } from '../problem.ts';
import { pageAt, readFrame, readJson } from '../site.ts';
import { policyOf } from './policies.ts';

export const comparisons = new Hono<Edge>();

/** The words of a redline page in one language, as the build leaves them beside the frame. */
interface CompareWording extends RedlineLabels {
  /** Texts that say how much changed, by language. */
  sizes?: SizeWording;
  /** Label of a table that scrolls. */
  table?: string;
}

const ENGLISH: CompareWording = { ...ENGLISH_REDLINE_LABELS, table: 'Table, scrolls sideways' };

comparisons.get('/:policy/compare/:pair{[^/]+\\.\\.[^/]+\\.json}', (c, next) => {
  const policy = policyOf(c);
  return policy ? answer(c, policy, c.req.param('pair').slice(0, -'.json'.length), policy.prevailing, showJson) : next();
});

comparisons.get('/:policy/compare/:pair{[^/]+\\.\\.[^/]+}/:file{[^/]+\\.json}', (c, next) => {
  const policy = policyOf(c);
  return policy ? answer(c, policy, c.req.param('pair'), c.req.param('file').slice(0, -'.json'.length), showJson) : next();
});

comparisons.on('GET', ['/:policy/compare/:pair{[^/]+\\.\\.[^/]+}/', '/:policy/compare/:pair{[^/]+\\.\\.[^/]+}/:locale/'], (c, next) => {
  const policy = policyOf(c);
  return policy ? answer(c, policy, c.req.param('pair'), c.req.param('locale') ?? policy.prevailing, showPage) : next();
});

comparisons.get('/:policy/compare/:pair{[^/]+\\.\\.[^/]+}', (c, next) => {
  const policy = policyOf(c);
  return policy ? lead(c, pathOf.compare(policy, c.req.param('pair'), policy.prevailing), 308, { lifetime: LIFETIMES.moving }) : next();
});

/** The form of the history page names two versions and a language. */
comparisons.get('/:policy/compare/', (c, next) => {
  const policy = policyOf(c);
  const { a, b, locale } = c.req.query();
  if (!policy || !a || !b) return next();
  const pair = [a, b].map(encodeURIComponent).join('..');
  return lead(c, pathOf.compare(policy, pair, locale && policy.locales.includes(locale) ? locale : policy.prevailing), 302, { lifetime: LIFETIMES.moving });
});

type Show = (c: Context<Edge>, policy: IndexedPolicy, pair: Pair, locale: string) => Promise<Response>;

/** Finds the two versions and the language of a comparison, and refuses what does not exist. */
function answer(c: Context<Edge>, policy: IndexedPolicy, asked: string, locale: string, show: Show): Promise<Response> {
  const [first = '', ...rest] = asked.split('..');
  const second = rest.join('..');
  const [a, b] = [first, second].map((id) => policy.versions.find((version) => version.id === id));
  if (!a || !b) return refuse(c, { reason: 'no-version', policy, asked: a ? second : first, locale });
  const pair: Pair = { a, b };
  if (pair.a === pair.b)
    return refuse(c, { reason: 'one-version-twice', policy, version: pair.a.id, locale: Object.hasOwn(pair.a.locales, locale) ? locale : policy.prevailing });
  const known = Object.keys(pair.a.locales).filter((own) => Object.hasOwn(pair.b.locales, own));
  if (!known.includes(locale))
    return refuse(c, { reason: 'no-language', policy, asked: locale, known: known.map((own) => ({ locale: own, path: pathOf.compare(policy, asked, own) })) });
  return show(c, policy, pair, locale);
}

async function showPage(c: Context<Edge>, policy: IndexedPolicy, pair: Pair, locale: string): Promise<Response> {
  const { site } = c.env;
  const built = await pageAt(site, c.req.raw, pathOf.compare(policy, `${pair.a.id}..${pair.b.id}`, locale), c.env.moment);
  if (built) return new Response(built.body, { status: built.status, headers: kept(c, pair, built.headers, LIFETIMES.comparison) });
  const folder = `compare/${policy.id}/${locale}/`;
  const [compared, frame, wording = ENGLISH] = await Promise.all([
    compareVersionsIn(site, c.req.raw, policy, pair, locale),
    readFrame(site, c.req.raw, folder),
    readJson<CompareWording>(site, c.req.raw, `_at/${folder}labels.json`),
  ]);
  if (!compared || !frame) return refuse(c, { reason: 'no-page' });
  const html = fillFrame(frame, values(site.index.base, pair, compared, locale, wording));
  return new Response(html, { headers: kept(c, pair, { 'Content-Type': 'text/html; charset=utf-8', 'X-Robots-Tag': 'noindex' }, LIFETIMES.comparison) });
}

function values(base: string, { a, b }: Pair, { comparison }: Compared, locale: string, wording: CompareWording): Record<string, string> {
  const date = (id: string): string => escapeHtml(dateInWords(id, locale));
  return {
    A: a.id,
    B: b.id,
    A_DATE: date(a.id),
    B_DATE: date(b.id),
    STATS: wording.sizes ? escapeHtml(sizeInWords(comparison.stats, translator(wording.sizes, locale), locale)) : '',
    CHANGES: changesHtml(comparison, wording),
    REDLINE: inPlace(redlineHtml(comparison, wording), base, wording.table ?? ENGLISH.table ?? ''),
  };
}

async function showJson(c: Context<Edge>, policy: IndexedPolicy, pair: Pair, locale: string): Promise<Response> {
  const compared = await compareVersionsIn(c.env.site, c.req.raw, policy, pair, locale);
  if (!compared) return refuse(c, { reason: 'no-page' });
  const { comparison, hashes } = compared;
  const body = comparisonJson(comparison, { version: pair.a.id, sha256: hashes.a }, { version: pair.b.id, sha256: hashes.b });
  return new Response(`${JSON.stringify(body)}\n`, {
    headers: kept(c, pair, { 'Content-Type': 'application/json; charset=utf-8', 'Access-Control-Allow-Origin': '*' }, LIFETIMES.comparisonData),
  });
}

/** Two published versions never change; a draft does, and exists on a laptop only. */
function kept(c: Context<Edge>, { a, b }: Pair, base: HeadersInit, lifetime: (typeof LIFETIMES)[keyof typeof LIFETIMES]): Headers {
  const headers = new Headers(base);
  const published = a.publishedAt !== undefined && b.publishedAt !== undefined;
  headers.set('Cache-Control', published ? lifetimeNow(c, lifetime) : 'no-store');
  return headers;
}
