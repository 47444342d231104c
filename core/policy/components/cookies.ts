/** `<Cookies/>`: the cookies and storage keys in use on the version's date, a table for each category. */
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import { durationInWords } from '../../dates.ts';
import { holds } from '../../lasting.ts';
import type { CookieEntry } from '../../schemas.ts';
import { CATEGORIES } from '../../vocabulary.ts';
import type { ComponentContext } from './context.ts';
import { oneOf, onlyProps } from './props.ts';

export function cookies(props: Record<string, string | boolean>, _children: ElementContent[], context: ComponentContext): ElementContent[] {
  onlyProps('Cookies', props, ['category', 'service']);
  const only = oneOf('Cookies', props, 'category', CATEGORIES);
  const entries = cookiesAt(context.cookies, context.date).filter((entry) => props.service === undefined || entry.service === props.service);
  const shown = CATEGORIES.filter((category) => only === undefined || category === only).flatMap((category) => {
    const own = entries.filter((entry) => entry.category === category);
    return own.length === 0 ? [] : [heading(category, context), table(own, context)];
  });
  return shown.length > 0 ? shown : [h('p', context.t('component.cookies.none'))];
}

/** The registry as it was on a day. */
export function cookiesAt(entries: readonly CookieEntry[], date: string): CookieEntry[] {
  return entries.filter((entry) => holds(entry, date));
}

/** The day since which the registry is as it was on a day; nothing before its first entry. */
export function unchangedSince(entries: readonly CookieEntry[], date: string): string | undefined {
  return entries
    .flatMap(({ since, until }) => [since, ...(until ? [until] : [])])
    .filter((day) => day <= date)
    .sort()
    .at(-1);
}

function heading(category: string, { t }: ComponentContext): ElementContent {
  return h('p', [h('strong', t(`category.${category}.name`)), ': ', t(`category.${category}.sentence`)]);
}

function table(entries: CookieEntry[], context: ComponentContext): ElementContent {
  const { t, locale } = context;
  const head = ['name', 'purpose', 'provider', 'lifetime', 'kind'].map((column) => h('th', { scope: 'col' }, t(`component.cookies.${column}`)));
  const rows = entries.map((entry) =>
    h('tr', [
      h('th', { scope: 'row' }, h('code', entry.name)),
      h('td', entry.purpose[locale] ?? Object.values(entry.purpose)[0] ?? ''),
      h('td', entry.thirdParty ? t('component.cookies.thirdParty', { provider: entry.provider }) : entry.provider),
      h('td', lifetimeInWords(entry.lifetime, locale, t)),
      h('td', t(`component.cookies.kinds.${entry.kind}`)),
    ]),
  );
  return h('table', { className: ['cookies'] }, [h('thead', h('tr', head)), h('tbody', rows)]);
}

function lifetimeInWords(lifetime: string, locale: string, t: ComponentContext['t']): string {
  return lifetime === 'session' || lifetime === 'persistent' ? t(`component.cookies.${lifetime}`) : durationInWords(lifetime, locale);
}
