/**
 * Banner files for the sites of the edge's tests, laid out as `site/lib/banners.ts` lays them out. The scripts
 * are stand-ins: each says in plain words what it would be, so that a test can read which one was chosen.
 */
import canonicalize from 'canonicalize';
import type { Notice } from '../../core/banner/data.ts';
import type { BannerIndex, BannerMoment } from '../../core/banner/index-file.ts';
import type { Places } from '../../core/banner/rules.ts';
import { sha256 } from '../../core/digest.ts';
import { CONSENT_MODELS, type ConsentModel, type OptionalCategory } from '../../core/vocabulary.ts';

interface BannerPlan {
  origins: string[];
  locales: string[];
  categories: OptionalCategory[];
  /** By the instant from which they hold. */
  places: Record<string, Places>;
}

const SITES: Record<string, BannerPlan> = {
  shop: {
    origins: ['https://shop.example', 'https://www.shop.example:8443'],
    locales: ['en', 'de', 'es', 'nb', 'pt', 'pt-BR', 'zh-Hans', 'zh-Hant'],
    categories: ['analytics', 'marketing'],
    places: {
      '2026-11-23T12:00:00Z': { DE: 'opt-in', US: 'opt-in', 'US-CA': 'opt-out', 'US-*': 'opt-in', AU: 'notice', '*': 'opt-in' },
      '2027-01-01T00:00:00Z': { DE: 'opt-in', US: 'opt-in', 'US-CA': 'opt-in', 'US-*': 'opt-in', AU: 'notice', '*': 'opt-in' },
    },
  },
  // Everywhere laxer than where nothing is known of the place.
  blog: {
    origins: ['https://blog.example'],
    locales: ['de'],
    categories: ['media'],
    places: { '2026-11-23T12:00:00Z': { DE: 'opt-in', '*': 'notice' }, '2027-01-01T00:00:00Z': { DE: 'opt-in', '*': 'notice' } },
  },
};

const VERSIONS: Record<string, string> = { '2026-11-23T12:00:00Z': '2026-03-01', '2027-01-01T00:00:00Z': '2027-01-01' };

/** Files below the base, and the index, which lies at the root of the host. */
export function bannerFiles(): { files: Record<string, string>; index: BannerIndex } {
  const files: Record<string, string> = { 'banner/fairnotice.mjs': 'export {}; // stand-in of the module\n' };
  const index: BannerIndex = { sites: {} };
  for (const [site, plan] of Object.entries(SITES)) {
    const moments = Object.entries(plan.places).map(([from, places]) => momentOf(files, site, plan, from, places));
    index.sites[site] = { origins: plan.origins, locales: plan.locales, moments, ledger: { shards: [], groupCommitMilliseconds: 0 } };
    // Where there is no Worker, the strictest of the first moment.
    const strict = moments[0]?.models['opt-in'] ?? {};
    for (const locale of plan.locales) files[`banner/${site}.${locale}.js`] = files[`pinned/${strict[locale]?.js}`] ?? '';
    files[`banner/${site}.js`] = files[`banner/${site}.${plan.locales[0]}.js`] ?? '';
    files[`banner/${site}.json`] = files[`pinned/${strict[plan.locales[0] ?? '']?.json}`] ?? '';
    files[`banner/${site}.guard.js`] = files[`pinned/${moments[0]?.guard}`] ?? '';
  }
  return { files, index };
}

function momentOf(files: Record<string, string>, site: string, plan: BannerPlan, from: string, places: Places): BannerMoment {
  const pin = (name: string, ending: string, text: string): string => {
    const path = `${site}/${name}.${sha256(text).slice(0, 16)}.${ending}`;
    files[`pinned/${path}`] = text;
    return path;
  };
  const models = Object.fromEntries(
    CONSENT_MODELS.map((model) => [
      model,
      Object.fromEntries(
        plan.locales.map((locale) => {
          const notice = canonicalize(noticeOf(site, plan, from, model, locale)) ?? '';
          files[`notices/${sha256(notice)}.json`] = notice;
          const script = `// stand-in: ${site} ${model} ${locale} from ${from}\n`;
          const data = JSON.stringify({ standIn: true, site, model, locale, from, notice: sha256(notice) });
          return [locale, { js: pin(`${model}.${locale}`, 'js', script), json: pin(`${model}.${locale}`, 'json', data) }];
        }),
      ),
    ]),
  ) as BannerMoment['models'];
  return { from, places, guard: pin('guard', 'js', `// stand-in: guard of ${site}\n`), models };
}

function noticeOf(site: string, { categories }: BannerPlan, from: string, model: ConsentModel, locale: string): Notice {
  const version = VERSIONS[from] ?? '';
  return {
    type: 'fairnotice-notice',
    version: 1,
    site,
    controller: { name: 'Example' },
    locale,
    model,
    policy: { id: 'privacy', version, sha256: sha256(`stand-in: privacy ${version} ${locale}`), title: 'Privacy', address: 'https://privacy.example/privacy/' },
    requests: 'https://privacy.example/requests/',
    texts: { 'banner.title': 'stand-in' },
    categories: (['necessary', ...categories] as const).map((id) => ({ id, name: id, sentence: 'stand-in', services: [] })),
    clear: {},
    gpc: categories.includes('marketing') ? ['marketing'] : [],
    days: { accept: 182, reject: 182, save: 182 },
    changes: [],
    build: sha256('stand-in: code'),
  };
}
