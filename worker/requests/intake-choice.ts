/**
 * An opt-out, a limit or a withdrawal takes effect at once: the decision cookie of the banner is set as far as this site's cookies
 * reach, and each site's ledger gets a record of it. No mail and no proof stands in front of it, and a ledger that is closed does not
 * either: the cookie is set in any case.
 */
import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import type { BannerData, Notice } from '../../core/banner/data.ts';
import type { BannerSite } from '../../core/banner/index-file.ts';
import { logOfRecord } from '../../core/consent/shards.ts';
import { type Choices, DECISION_NAME, type Decision, formatDecision, readDecision } from '../../core/decision.ts';
import type { CaseEvent } from '../../core/requests/events.ts';
import type { Kind } from '../../core/requests/kinds.ts';
import type { SentConsent } from '../../core/schemas.ts';
import type { OptionalCategory } from '../../core/vocabulary.ts';
import { bannerPath, placeAsked } from '../banner-path.ts';
import { draftOf } from '../consent-draft.ts';
import type { Edge } from '../edge.ts';
import { ledgerOf } from '../ledger/objects.ts';
import { isWithinLimit } from '../limits.ts';
import { readNotice, readWholeNotice } from '../notices.ts';
import { readBanners, readJson } from '../site.ts';
import { uuidv7 } from './cases.ts';
import type { Desk } from './desk.ts';

/** What the banner of a site asks now, and how far its cookie goes. */
interface Asked {
  id: string;
  site: BannerSite;
  sha256: string;
  notice: Notice;
  /** Domain of the decision cookie, where it takes this host in. */
  domain: string | undefined;
}

export interface Reach {
  /** Origins whose pages see the choice of this browser; this site is one of them, if there is anything to switch off. */
  covered: string[];
  /** Origins that have to be told in their own settings. */
  beyond: string[];
}

/** Sets the choice in this browser, and records it. @returns the events of the request that tell of the records. */
export async function makeChoice(c: Context<Edge>, desk: Desk, kind: Kind): Promise<CaseEvent[]> {
  const asked = await askedNow(c);
  const before = readDecision(c.req.header('Cookie') ?? '', desk.now.getTime())?.choices ?? {};
  const concerned = asked.flatMap((one) => {
    const choices = choicesOf(kind, one.notice, before);
    return choices ? [{ ...one, choices }] : [];
  });
  setDecisions(c, desk, kind, concerned);
  const noted = await Promise.all(concerned.map((one) => record(c, desk, kind, one)));
  return noted.filter((event) => event !== undefined);
}

/** How far a choice that is made here goes: nowhere, where no site has anything to switch off for it. */
export async function reachOf(c: Context<Edge>, kind: Kind): Promise<Reach> {
  const own = new URL(c.req.url);
  const asked = (await askedNow(c)).filter(({ notice }) => choicesOf(kind, notice, {}) !== undefined);
  if (asked.length === 0) return { covered: [], beyond: [] };
  const origins = asked.flatMap(({ site, domain }) =>
    site.origins.map((origin) => ({
      origin,
      seen: new URL(origin).hostname === own.hostname || (domain !== undefined && isBelow(new URL(origin).hostname, domain)),
    })),
  );
  const of = (seen: boolean): string[] => [...new Set(origins.filter((one) => one.seen === seen).map(({ origin }) => origin))];
  return { covered: [...new Set([own.origin, ...of(true)])], beyond: of(false) };
}

async function askedNow(c: Context<Edge>): Promise<Asked[]> {
  const { sites } = await readBanners(c.env.site, c.req.raw);
  const host = new URL(c.req.url).hostname;
  const all = await Promise.all(
    Object.entries(sites).map(async ([id, site]): Promise<Asked[]> => {
      const path = bannerPath(c, site, undefined, placeAsked(c), true);
      const data = path && (await readJson<Pick<BannerData, 'notice' | 'domain'>>(c.env.site, c.req.raw, `pinned/${path}`));
      const notice = data && (await readWholeNotice(c, data.notice));
      if (!data || !notice) return [];
      return [{ id, site, sha256: data.notice, notice, domain: data.domain !== undefined && isBelow(host, data.domain) ? data.domain : undefined }];
    }),
  );
  return all.flat();
}

/** RFC 6265, 5.1.3: is it the domain, or a host in it? */
function isBelow(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/**
 * The choices of a site after it. What is not concerned stays as it is; where nothing was chosen yet, it is what held without an
 * answer. @returns nothing where the site has nothing to switch off for it.
 */
function choicesOf(kind: Kind, { categories, gpc, model }: Notice, before: Choices): Choices | undefined {
  const all = categories.map(({ id }) => id).filter((id): id is OptionalCategory => id !== 'necessary');
  const off = all.filter((category) => isConcerned(kind, category, gpc));
  if (off.length === 0) return undefined;
  return Object.fromEntries(all.map((category) => [category, !off.includes(category) && (before[category] ?? model !== 'opt-in')]));
}

/** A sale or advertising is what Global Privacy Control speaks of too; a limit or a withdrawal leaves what is necessary alone. */
function isConcerned(kind: Kind, category: OptionalCategory, gpc: readonly OptionalCategory[]): boolean {
  return kind === 'withdraw-consent' || kind === 'limit-sensitive' || category === 'marketing' || gpc.includes(category);
}

/** One cookie for each domain; sites that share one share the decision. */
function setDecisions(c: Context<Edge>, { now }: Desk, kind: Kind, concerned: readonly (Asked & { choices: Choices })[]): void {
  const secure = new URL(c.req.url).protocol === 'https:';
  for (const [domain, own] of Map.groupBy(concerned, (one) => one.domain)) {
    const [first] = own;
    if (!first) continue;
    const days = Math.min(...own.map(({ notice }) => notice.days.save));
    const decision: Decision = {
      decided: Math.floor(now.getTime() / 1000),
      days,
      choices: Object.assign({}, ...own.map(({ choices }) => choices)) as Choices,
      action: actionOf(kind),
      gpc: c.req.header('Sec-GPC') === '1',
      policy: first.notice.policy.version,
    };
    const value = formatDecision(decision);
    // Not HttpOnly: the banner reads it.
    setCookie(c, DECISION_NAME, value, { path: '/', maxAge: days * 86_400, sameSite: 'Lax', secure, ...(domain ? { domain } : {}) });
  }
}

function actionOf(kind: Kind): 'withdraw' | 'save' {
  return kind === 'withdraw-consent' ? 'withdraw' : 'save';
}

async function record(
  c: Context<Edge>,
  { now }: Desk,
  kind: Kind,
  { id: site, site: own, sha256, choices }: Asked & { choices: Choices },
): Promise<CaseEvent | undefined> {
  const at = now.toISOString();
  const sent: SentConsent = {
    id: uuidv7(now),
    site,
    notice: sha256,
    // Which browser it was, nobody is told.
    subject: null,
    decided: at,
    action: actionOf(kind),
    surface: 'page',
    choices,
    gpc: c.req.header('Sec-GPC') === '1',
  };
  try {
    // The ledger only grows, so it takes no more from one network than it takes of the banner.
    const notice = c.env.LOG_KEY && (await isWithinLimit(c, site)) ? await readNotice(c, sha256) : undefined;
    if (!notice) return undefined;
    const draft = draftOf(c, sent, notice);
    const accepted = await ledgerOf(c.env, logOfRecord(draft, own.ledger), own.ledger.jurisdiction).accept([draft]);
    return accepted.ok ? { type: 'choice-recorded', at, site, record: sent.id } : undefined;
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: the platform's log is where an operator looks.
    console.error(JSON.stringify({ requests: `the choice could not be entered in the ledger of ${site}`, error: String(error) }));
    return undefined;
  }
}
