/** The pages of a policy: the version in force, each version for ever, the history; and the way to any day. */
import { type Context, Hono } from 'hono';
import type { IndexedPolicy, IndexedVersion } from '../../core/site-index.ts';
import { inForceAt, standingAt } from '../../core/versions.ts';
import { pathOf } from '../addresses.ts';
import { lead, page } from '../answers.ts';
import { LIFETIMES } from '../caching.ts';
import type { Edge } from '../edge.ts';
import {
  chooseMemento,
  httpDate,
  mementosOf,
  type Original,
  originalLinks,
  policyLinks,
  readHttpDate,
  timeGateLinks,
  versionLinks,
  versionsIn,
} from '../memento.ts';
import { readMoment } from '../moment.ts';
import { refuse } from '../problem.ts';

export const policies = new Hono<Edge>();

policies.get('/', (c) => page(c, '', { lifetime: LIFETIMES.moving, links: policyLinks(c.env.site.index.policies, c.env.url) }));

policies.get('/:policy/', (c, next) => {
  const policy = policyOf(c);
  return policy ? showPolicy(c, policy, policy.prevailing) : next();
});

inEachLanguage(policies, 'history', pathOf.history, (c, policy, locale) =>
  page(c, pathOf.history(policy, locale), { lifetime: LIFETIMES.moving, links: policyLinks(c.env.site.index.policies, c.env.url) }),
);

policies.get('/:policy/:name/', (c, next) => {
  const policy = policyOf(c);
  if (!policy) return next();
  const name = c.req.param('name');
  const version = policy.versions.find(({ id }) => id === name);
  if (version) return showVersion(c, policy, version, policy.prevailing);
  if (LOOKS_LIKE_VERSION.test(name)) return refuse(c, { reason: 'no-version', policy, asked: name });
  if (!LOOKS_LIKE_LANGUAGE.test(name)) return next();
  return inLanguage(
    c,
    policy,
    name,
    (locale) => pathOf.policy(policy, locale),
    () => showPolicy(c, policy, name),
  );
});

policies.get('/:policy/:version/:locale/', (c, next) => {
  const policy = policyOf(c);
  const { version: id, locale } = c.req.param();
  if (!policy || !LOOKS_LIKE_VERSION.test(id)) return next();
  const version = policy.versions.find((other) => other.id === id);
  return version ? showVersion(c, policy, version, locale) : refuse(c, { reason: 'no-version', policy, asked: id, locale });
});

/** A name that was meant as one of a version, or of a language, whether or not there is one. */
export const LOOKS_LIKE_VERSION = /^\d{4}-\d{2}-\d{2}(\.\d+)?$/;
const LOOKS_LIKE_LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/;

/** The policy that the first part of the path names. */
export function policyOf(c: Context<Edge>): IndexedPolicy | undefined {
  const id = c.req.path.split('/')[1];
  return c.env.site.index.policies.find((policy) => policy.id === id);
}

/** A page that a policy has in each of its languages; in the address of the prevailing one none is named. */
export function inEachLanguage(
  app: Hono<Edge>,
  name: string,
  path: (policy: IndexedPolicy, locale: string) => string,
  show: (c: Context<Edge>, policy: IndexedPolicy, locale: string) => Response | Promise<Response>,
): void {
  app.on('GET', [`/:policy/${name}/`, `/:policy/${name}/:locale/`], (c, next) => {
    const policy = policyOf(c);
    if (!policy) return next();
    const locale = c.req.param('locale') ?? policy.prevailing;
    return inLanguage(
      c,
      policy,
      locale,
      (own) => path(policy, own),
      () => show(c, policy, locale),
    );
  });
}

/** Shows a page of a policy in a language, and refuses one that the policy does not have. */
function inLanguage(
  c: Context<Edge>,
  policy: IndexedPolicy,
  locale: string,
  path: (locale: string) => string,
  show: () => Response | Promise<Response>,
): Response | Promise<Response> {
  if (!policy.locales.includes(locale))
    return refuse(c, { reason: 'no-language', policy, asked: locale, known: policy.locales.map((own) => ({ locale: own, path: path(own) })) });
  return show();
}

function originalOf(c: Context<Edge>, policy: IndexedPolicy, locale: string): Original {
  return { policy, locale, url: c.env.url };
}

/** The version in force; or the way to that of another moment, asked for by `?at=` or RFC 7089's header. */
function showPolicy(c: Context<Edge>, policy: IndexedPolicy, locale: string): Response | Promise<Response> {
  const path = pathOf.policy(policy, locale);
  const at = c.req.query('at');
  // An empty field of the form asks for nothing else than today.
  if (at?.trim() === '') return lead(c, path, 302, { lifetime: LIFETIMES.moving });
  if (at !== undefined) return leadToMoment(c, policy, locale, at);
  const wished = c.req.header('Accept-Datetime');
  if (wished !== undefined) return leadToMemento(c, policy, locale, wished);
  const links = [...originalLinks(originalOf(c, policy, locale), c.env.moment), ...policyLinks(c.env.site.index.policies, c.env.url)];
  return page(c, path, { lifetime: LIFETIMES.moving, links, headers: { Vary: 'Accept-Datetime' } });
}

/** `?at=`: to the version in force at that moment, which may lie ahead. Where the language has none yet, to the text that counted. */
function leadToMoment(c: Context<Edge>, policy: IndexedPolicy, locale: string, at: string): Response | Promise<Response> {
  const asked = readMoment(at, c.env.site.index.timeZone);
  if (asked === undefined) return refuse(c, { reason: 'unreadable-moment', found: at });
  for (const language of [locale, policy.prevailing]) {
    const version = inForceAt(versionsIn(policy, language), asked);
    if (version) return lead(c, pathOf.version(policy, version.id, language), 302, { lifetime: LIFETIMES.moving });
  }
  const first = versionsIn(policy, policy.prevailing).find(({ publishedAt, withdrawn }) => publishedAt !== undefined && !withdrawn);
  return refuse(c, { reason: 'not-begun', policy, locale: policy.prevailing, first, asked: at.trim() });
}

/** The TimeGate: RFC 7089, section 4.1.1. A moment before the first or after the last Memento leads to that one. */
function leadToMemento(c: Context<Edge>, policy: IndexedPolicy, locale: string, wished: string): Response | Promise<Response> {
  const asked = readHttpDate(wished);
  if (asked === undefined) return refuse(c, { reason: 'unreadable-accept-datetime', found: wished });
  const versions = versionsIn(policy, locale);
  const chosen = chooseMemento(versions, mementosOf(versions, c.env.moment), asked, c.env.moment);
  if (!chosen) return refuse(c, { reason: 'not-begun', policy, locale, first: versions.find(({ publishedAt }) => publishedAt !== undefined), asked: wished });
  const links = timeGateLinks(originalOf(c, policy, locale), chosen, c.env.moment);
  return lead(c, pathOf.version(policy, chosen.version.id, locale), 302, { lifetime: LIFETIMES.moving, links, headers: { Vary: 'Accept-Datetime' } });
}

/** One version: a Memento as soon as it was ever in force. */
function showVersion(c: Context<Edge>, policy: IndexedPolicy, version: IndexedVersion, locale: string): Response | Promise<Response> {
  const known = Object.keys(version.locales);
  if (!known.includes(locale))
    return refuse(c, {
      reason: 'no-language',
      policy,
      asked: locale,
      known: known.map((own) => ({ locale: own, path: pathOf.version(policy, version.id, own) })),
    });
  const { moment } = c.env;
  const standing = standingAt(policy.versions, version, moment);
  const memento = mementosOf(versionsIn(policy, locale), moment).find((other) => other.version === version);
  return page(c, pathOf.version(policy, version.id, locale), {
    lifetime: standing === 'superseded' ? LIFETIMES.settled : LIFETIMES.moving,
    links: versionLinks(originalOf(c, policy, locale), version, moment),
    headers: { ...(memento ? { 'Memento-Datetime': httpDate(memento.at) } : {}), ...(standing === 'in-force' ? {} : { 'X-Robots-Tag': 'noindex' }) },
  });
}
