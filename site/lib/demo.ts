/**
 * The host pages on which one can try a site's banner: what is marked on them, what their stand-ins write, and the
 * regions that they can stand for. Built for `npm start`, and for a deployment where the organisation asks for it.
 */
import { createHash } from 'node:crypto';
import type { Notice } from '../../core/banner/data.ts';
import type { OptionalCategory, StorageKind } from '../../core/vocabulary.ts';
import { bannersOf } from './banners.ts';
import type { Site } from './site.ts';

/** Only those who keep the content need them, so a production site has them by `"demo": true` alone. */
export function hasDemo({ settings, content }: Pick<Site, 'settings' | 'content'>): boolean {
  return content.sites.length > 0 && (settings.drafts || content.organisation.demo);
}

/** The marked inline script: one text for every category, so that the page's security policy names one hash. */
export const INLINE_SCRIPT = 'fairnoticeDemo.ran(document.currentScript);';
export const INLINE_HASH = `sha256-${createHash('sha256').update(INLINE_SCRIPT, 'utf8').digest('base64')}`;

/** Regions that a demo page can stand for; the empty one is wherever it is served. */
export const DEMO_REGIONS = [
  { id: '', name: 'Where you are' },
  { id: 'DE', name: 'Germany' },
  { id: 'GB', name: 'United Kingdom' },
  { id: 'US-CA', name: 'California' },
  { id: 'US-TX', name: 'Texas' },
  { id: 'BR', name: 'Brazil' },
  { id: 'JP', name: 'Japan' },
] as const;

export interface DemoView {
  site: string;
  region: string;
  policy: string;
  /** Categories asked about, with the entries that the site's notice clears and the stand-in scripts write. */
  categories: { id: OptionalCategory; name: string; entries: [kind: StorageKind, name: string][] }[];
  /** What the video waits for. */
  frameCategory: OptionalCategory | undefined;
}

export function demoPath(site: string, region: string): string {
  return `demo/${site}/${region ? `${region.toLowerCase()}/` : ''}`;
}

export function demoViews(site: Site): DemoView[] {
  if (!hasDemo(site)) return [];
  return site.content.sites.flatMap(({ id, settings }) => {
    const clear = noticeOf(site, id)?.clear ?? {};
    const categories = settings.categories.map((category) => ({
      id: category,
      name: site.t('en')(`consent.${category}.name`),
      entries: (clear[category] ?? []).map(({ kind, name }): [StorageKind, string] => [kind, name.replaceAll('*', 'demo')]),
    }));
    const frameCategory = settings.categories.includes('media') ? 'media' : settings.categories.at(-1);
    return DEMO_REGIONS.map(({ id: region }) => ({ site: id, region, policy: settings.policy, categories, frameCategory }));
  });
}

function noticeOf(site: Site, id: string): Notice | undefined {
  return Object.values(bannersOf(site).notices)
    .map((text) => JSON.parse(text) as Notice)
    .find((notice) => notice.site === id);
}
