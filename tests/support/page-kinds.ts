/** Every kind of page, for tests and pictures: KAIRO's site before and after its boundary, and a tree in Arabic. */
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { builtSite, KAIRO, LATER, NOW, showcaseTree } from './run-sites.ts';
import { serveSite } from './worker-server.ts';

const SITES = ['now', 'later', 'showcase', 'drafts'] as const;
export type SiteName = (typeof SITES)[number];

export interface PageKind {
  name: string;
  site: SiteName;
  path: string;
}

export const LTR_PAGES: PageKind[] = [
  { name: 'start', site: 'now', path: '/' },
  { name: 'in-force', site: 'now', path: '/privacy/' },
  { name: 'announced', site: 'now', path: '/privacy/2027-01-01/' },
  { name: 'superseded', site: 'later', path: '/privacy/2025-12-16/' },
  { name: 'translation', site: 'now', path: '/privacy/2027-01-01/de/' },
  { name: 'behind', site: 'showcase', path: '/legal/privacy/en/' },
  { name: 'cookies', site: 'later', path: '/cookies/' },
  { name: 'history', site: 'now', path: '/privacy/history/' },
  { name: 'section', site: 'now', path: '/privacy/sections/retention/' },
  { name: 'redline', site: 'now', path: '/privacy/compare/2025-12-16..2027-01-01/' },
  { name: 'redline-edge', site: 'now', path: '/privacy/compare/2027-01-01..2025-12-16/' },
  { name: 'redline-de', site: 'now', path: '/privacy/compare/2025-12-16..2027-01-01/de/' },
  { name: 'archive', site: 'now', path: '/privacy/archive.html' },
  { name: 'requests', site: 'now', path: '/requests/' },
  { name: 'request-form', site: 'now', path: '/requests/rectification/' },
  { name: 'opt-out-form', site: 'now', path: '/requests/opt-out-sale/de/' },
  { name: 'embeds', site: 'now', path: '/embed/' },
  { name: 'embed', site: 'now', path: '/embed/kairo/' },
  { name: 'problem', site: 'now', path: '/privacy/2026-02-02/' },
  { name: 'problem-type', site: 'now', path: '/problems/not-found/' },
  { name: 'problems', site: 'now', path: '/problems/' },
  { name: 'not-found', site: 'now', path: '/nothing/here/' },
];

export const RTL_PAGES: PageKind[] = [
  { name: 'start', site: 'showcase', path: '/legal/' },
  { name: 'in-force', site: 'showcase', path: '/legal/privacy/' },
  { name: 'announced', site: 'showcase', path: '/legal/privacy/2027-01-01/' },
  { name: 'superseded', site: 'showcase', path: '/legal/privacy/2025-02-01/' },
  { name: 'mistaken', site: 'showcase', path: '/legal/privacy/2025-06-01/' },
  { name: 'withdrawn', site: 'showcase', path: '/legal/privacy/2026-10-01/' },
  { name: 'draft', site: 'drafts', path: '/legal/privacy/2027-06-01/' },
  { name: 'history', site: 'showcase', path: '/legal/privacy/history/' },
  { name: 'section', site: 'showcase', path: '/legal/privacy/sections/retention/' },
  { name: 'redline', site: 'showcase', path: '/legal/privacy/compare/2025-02-01..2026-01-15/' },
  { name: 'redline-edge', site: 'showcase', path: '/legal/privacy/compare/2024-03-01..2027-01-01/' },
  { name: 'archive', site: 'showcase', path: '/legal/privacy/archive.html' },
  { name: 'requests', site: 'showcase', path: '/legal/requests/' },
  { name: 'request-form', site: 'showcase', path: '/legal/requests/access/' },
  { name: 'not-found', site: 'showcase', path: '/legal/nothing/' },
];

/** Pieces for other people's pages: no page of their own. */
export const FRAGMENTS: PageKind[] = [
  { name: 'fragment', site: 'now', path: '/privacy/fragment.html' },
  { name: 'cookie-table', site: 'later', path: '/cookie-table/en.html' },
  { name: 'fragment-rtl', site: 'showcase', path: '/legal/privacy/fragment.html' },
];

/** Every kind of page, by a name that is one's own. */
export const ALL_PAGES: PageKind[] = [...LTR_PAGES, ...RTL_PAGES.map((page) => ({ ...page, name: `${page.name} rtl` }))];

export interface Visit {
  browser: Browser;
  /** The whole address of a page. */
  at(page: Pick<PageKind, 'site' | 'path'>): string;
  close(): Promise<void>;
}

/** Builds what is not built yet, serves it with the real Worker, and opens a browser. */
export async function openSites(names: readonly SiteName[] = SITES): Promise<Visit> {
  const plans = {
    now: () => ({ content: KAIRO, now: NOW }),
    later: () => ({ content: KAIRO, now: LATER }),
    showcase: () => ({ content: showcaseTree(), now: NOW }),
    drafts: () => ({ content: showcaseTree(), now: NOW, drafts: true }),
  };
  const served = new Map<SiteName, { origin: string; close: () => Promise<void> }>();
  for (const name of names) served.set(name, await serve(await builtSite(plans[name]()), plans[name]().now));
  const browser = await launchChromium();
  return {
    browser,
    at: ({ site, path }) => `${served.get(site)?.origin}${path}`,
    close: async () => {
      await browser.close();
      for (const { close } of served.values()) await close();
    },
  };
}

/** A built site at one moment. */
export async function serve(folder: string, now: string): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = await serveSite(folder, now);
  return { origin: (await server.listen()).url.origin, close: () => server.close() };
}
