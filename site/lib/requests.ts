/** What one can ask for, by law, and when an answer is due: from the one table, as of a day. And what the form of each right shows. */
import { toHtml } from 'hast-util-to-html';
import type { Tree } from '../../core/banner/data.ts';
import { PHRASING } from '../../core/phrasing.ts';
import { answersInWords, deadlineInWords } from '../../core/policy/components/deadlines.ts';
import { COMPONENTS } from '../../core/policy/components/index.ts';
import { inPlace } from '../../core/policy/in-place.ts';
import { type ServedRight, servedRegimes } from '../../core/regimes.ts';
import { firstFields, offeredKinds } from '../../core/requests/form.ts';
import { fieldTrees, trapTree } from '../../core/requests/form-tree.ts';
import { KIND_RULES, KINDS, type Kind } from '../../core/requests/kinds.ts';
import { organisationOn } from '../../core/schemas.ts';
import type { Site } from './site.ts';

export interface RequestsView {
  locale: string;
  /** HTML; empty where no law that is served has any right to show. */
  rights: string;
  /** The kinds that have a form. */
  kinds: Kind[];
  /** Path of the figures that 11 CCR 7102 wants published, where the law is served. */
  figures?: string;
}

export interface FormView {
  locale: string;
  kind: Kind;
  /** No law that is served gives the right on this day: the page says so. */
  offered: boolean;
  fields: Tree[];
  instant: boolean;
  /** By when each law wants an answer. */
  answers: { law: string; ref: string; within: string }[];
  /** What the organisation promises by itself, and what an extension does to that. */
  promise?: string;
}

/** Address of the list of rights, and of the form of one, relative to the base. */
export const requestsPath = (site: Site, locale: string): string => `requests/${inLocale(site, locale)}`;
export const formPath = (site: Site, kind: Kind, locale: string): string => `requests/${kind}/${inLocale(site, locale)}`;

/** Address of the form for mails about changes; nothing where no sender is set, for then nothing can be sent. */
export function subscribePath(site: Site, locale: string): string | undefined {
  const { locales, requests } = site.content.organisation;
  if (requests.sender === undefined) return undefined;
  return `subscribe/${locales.includes(locale) ? inLocale(site, locale) : ''}`;
}

function inLocale({ content }: Site, locale: string): string {
  return locale === content.organisation.locales[0] ? '' : `${locale}/`;
}

export function requestsView(site: Site, locale: string, date: string): RequestsView {
  const { regimes } = organisationOn(site.content.organisation, date);
  const figures = regimes.includes('us-ca-ccpa') ? { figures: `requests/statistics/${inLocale(site, locale)}` } : {};
  return { locale, rights: rightsHtml(site, locale, date), kinds: offeredKinds(site.content, date), ...figures };
}

/** The kinds that have a form at any of these days: their addresses stay. */
export function kindsWithForms({ content }: Site, dates: readonly string[]): Kind[] {
  const offered = dates.map((date) => offeredKinds(content, date));
  return KINDS.filter((kind) => offered.some((kinds) => kinds.includes(kind)));
}

export function formView(site: Site, kind: Kind, locale: string, date: string): FormView {
  const t = site.t(locale);
  const rights = rightsOf(site, kind, date);
  const promise = answersInWords(
    rights.map(({ right }) => right),
    organisationOn(site.content.organisation, date).answerWithinDays,
    t,
  );
  return {
    locale,
    kind,
    offered: offeredKinds(site.content, date).includes(kind),
    fields: [...fieldTrees(firstFields(site.content, kind, date), { kind, locale, t }), trapTree(t)],
    instant: KIND_RULES[kind].instant === true,
    answers: rights.map(({ law, right }) => ({ law: t(`law.${law}.name`), ref: right.ref, within: deadlineInWords(right, { t, locale }) })),
    ...(promise === undefined ? {} : { promise }),
  };
}

/** What a form asks for, under each law that is served on a day and gives it. */
function rightsOf({ content }: Site, kind: Kind, date: string): { law: string; right: ServedRight }[] {
  const served = servedRegimes(organisationOn(content.organisation, date), date);
  if (!served.ok) return [];
  return served.regimes.flatMap(({ id, rights }) => rights.filter(({ right, shown }) => right === kind && shown).map((right) => ({ law: id, right })));
}

/** The rights and deadlines of a day as HTML; nothing where no law that is served has any to show. */
function rightsHtml(site: Site, locale: string, date: string): string {
  const { cookies } = site.content;
  const organisation = organisationOn(site.content.organisation, date);
  const served = servedRegimes(organisation, date);
  if (!served.ok || !served.regimes.some(({ rights }) => rights.some(({ shown }) => shown))) return '';
  const t = site.t(locale);
  const context = { date, locale, organisation, cookies, policyKind: 'privacy' as const, phrasing: PHRASING, t };
  const nodes = ['Rights', 'Deadlines'].flatMap((name) => COMPONENTS[name]?.({}, [], context) ?? []);
  return inPlace(nodes.map((node) => toHtml(node)).join('\n'), site.base, t('site.table'));
}
