/** What one can ask for, by law, and when an answer is due: from the one table, as of a day. */
import { toHtml } from 'hast-util-to-html';
import { COMPONENTS } from '../../core/policy/components/index.ts';
import { inPlace } from '../../core/policy/in-place.ts';
import { servedRegimes } from '../../core/regimes.ts';
import { organisationOn } from '../../core/schemas.ts';
import type { Site } from './site.ts';

/** The rights and deadlines of a day as HTML; nothing where no law that is served has any to show. */
export function rightsHtml(site: Site, locale: string, date: string): string {
  const { cookies } = site.content;
  const organisation = organisationOn(site.content.organisation, date);
  const served = servedRegimes(organisation, date);
  if (!served.ok || !served.regimes.some(({ rights }) => rights.some(({ shown }) => shown))) return '';
  const t = site.t(locale);
  const context = { date, locale, organisation, cookies, policyKind: 'privacy' as const, t };
  const nodes = ['Rights', 'Deadlines'].flatMap((name) => COMPONENTS[name]?.({}, [], context) ?? []);
  return inPlace(nodes.map((node) => toHtml(node)).join('\n'), site.base, t('site.table'));
}
