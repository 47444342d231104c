/** What is wrong in a site's file beyond its shape: names that lead nowhere, colours that cannot be read, rules laxer than the law. */
import { findService } from '../catalogue.ts';
import { nearest } from '../nearest.ts';
import type { SiteSettings } from '../schemas.ts';
import type { OptionalCategory } from '../vocabulary.ts';
import { contrast } from './contrast.ts';
import { OWN_TEXTS } from './notice.ts';
import { laxRules } from './rules.ts';

export interface SiteProblem {
  field: string;
  found: string;
  expected: string;
}

/** What of the tree a site's file refers to. */
export interface SiteContext {
  policies: readonly string[];
  /** Languages that have the banner's wording. */
  locales: readonly string[];
  /** The day of which the law is asked. */
  date: string;
}

export function siteProblems(settings: SiteSettings, { policies, locales, date }: SiteContext): SiteProblem[] {
  const { policy } = settings;
  const meant = nearest(policy, policies);
  return [
    ...(policies.includes(policy) ? [] : [problem('policy', policy, `a policy of this tree${meant ? `; perhaps ${meant}` : `: ${policies.join(', ')}`}`)]),
    ...repeated(settings),
    ...originProblems(settings),
    ...serviceProblems(settings),
    ...languageProblems(settings, locales),
    ...contrastProblems(settings.theme),
    ...domainProblems(settings),
    ...laxRules(settings.regions, date).map(({ place, found, law, ref }) =>
      problem(`regions.${place}`, found, `${law} or stricter, for that is the law there (${ref}); without this line the law decides`),
    ),
  ];
}

function problem(field: string, found: string, expected: string): SiteProblem {
  return { field, found: JSON.stringify(found), expected };
}

/** Origins are compared as they are written: a pattern would match no page, and nobody would notice. */
function originProblems({ origins }: SiteSettings): SiteProblem[] {
  return origins.flatMap((origin, index) =>
    origin.includes('*') ? [problem(`origins.${index}`, origin, 'one origin, such as https://www.example.org; each host is named by itself')] : [],
  );
}

/** What is named twice would be shown twice. */
function repeated({ origins, categories, services, locales = [] }: SiteSettings): SiteProblem[] {
  const lists: Record<string, string[]> = {
    origins,
    categories,
    services: services.map((service) => (typeof service === 'string' ? service : service.id)),
    locales,
  };
  return Object.entries(lists).flatMap(([field, names]) =>
    names.flatMap((name, index) => (names.indexOf(name) < index ? [problem(`${field}.${index}`, name, 'each name once')] : [])),
  );
}

function serviceProblems({ services, categories }: SiteSettings): SiteProblem[] {
  return services.flatMap((service, index) => {
    const field = `services.${index}`;
    if (typeof service !== 'string') return categoryProblem(`${field}.category`, service.category, categories);
    const known = findService(service);
    if (known.ok) return categoryProblem(field, known.service.category, categories, known.service.name);
    return [
      problem(
        field,
        service,
        `a service of the catalogue${known.nearest ? `; perhaps ${known.nearest}` : ''}. docs/catalogue.md lists them; another is described here with its name, provider and category`,
      ),
    ];
  });
}

function categoryProblem(field: string, category: string, asked: readonly OptionalCategory[], name = category): SiteProblem[] {
  if (category === 'necessary' || (asked as readonly string[]).includes(category)) return [];
  return [problem(field, name, `a service of a category that is asked about; it belongs to ${category}, which \`categories\` does not name`)];
}

function languageProblems({ locales = [], texts }: SiteSettings, known: readonly string[]): SiteProblem[] {
  const without = locales.flatMap((locale, index) =>
    known.includes(locale)
      ? []
      : [problem(`locales.${index}`, locale, `a language that has the banner's wording: ${known.join(', ')}; or add wording/${locale}.json`)],
  );
  const own = Object.entries(texts).flatMap(([locale, words]) => [
    ...(known.includes(locale) ? [] : [problem(`texts.${locale}`, locale, `a language that has the banner's wording: ${known.join(', ')}`)]),
    ...Object.keys(words).flatMap((key) =>
      (OWN_TEXTS as readonly string[]).includes(key)
        ? []
        : [problem(`texts.${locale}.${key}`, key, `one of ${OWN_TEXTS.join(', ')}; buttons keep the product's words`)],
    ),
  ]);
  return [...without, ...own];
}

/** WCAG 2.2, 1.4.3: text has a contrast of 4.5:1 at least; 1.4.11 asks 3:1 of a button against its ground. */
function contrastProblems(theme: SiteSettings['theme']): SiteProblem[] {
  const pairs = [
    ['text', 'background'],
    ['onAccent', 'accent'],
    ['accent', 'background'],
  ] as const;
  return (['light', 'dark'] as const).flatMap((scheme) =>
    pairs.flatMap(([above, below]) => {
      const colours = theme[scheme];
      const found = contrast(colours[above], colours[below]);
      if (found >= 4.5) return [];
      return [
        {
          field: `theme.${scheme}.${above}`,
          found: `${colours[above]} on ${below} ${colours[below]}, a contrast of ${found.toFixed(2)}:1`,
          expected: 'two colours with a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3)',
        },
      ];
    }),
  );
}

function domainProblems({ cookieDomain, origins }: SiteSettings): SiteProblem[] {
  if (cookieDomain === undefined) return [];
  const outside = origins.filter((origin) => {
    const { hostname } = new URL(origin);
    return hostname !== cookieDomain && !hostname.endsWith(`.${cookieDomain}`);
  });
  return outside.length > 0
    ? [problem('cookieDomain', cookieDomain, `a domain above every origin; ${outside.join(', ')} cannot set its cookies. Give them a site of their own`)]
    : [];
}
