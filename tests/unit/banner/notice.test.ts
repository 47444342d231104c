/** The notice document: what it says of the real content and of a small site, and that it is the same for everybody. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { type BannerPlace, bannerDataOf, bannerTexts, guardedOrigins, noticeOf, OWN_TEXTS, policyAt } from '../../../core/banner/notice.ts';
import { bannerLocales, type Content, loadContent } from '../../../core/content.ts';
import { sha256 } from '../../../core/digest.ts';
import { diskReader } from '../../../core/files.ts';
import { type SiteSettings, siteSchema } from '../../../core/schemas.ts';
import { translator } from '../../../core/wording.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', 'content');
const content = loadContent(diskReader(ROOT), diskReader(ROOT));
const published = JSON.parse(readFileSync(join(ROOT, 'published.json'), 'utf8')) as {
  versions: { policy: string; version: string; locales: Record<string, { sha256: string }> }[];
};
const LOCALES = bannerLocales(content.wording);
const BUILD = sha256('the code');
const NOW = '2026-11-24T00:00:00Z';

const settingsOf = (given: object = {}): SiteSettings =>
  siteSchema.parse({ origins: ['https://www.example.org'], policy: 'privacy', categories: ['preferences', 'analytics'], ...given });

function placeOf(given: Partial<BannerPlace> = {}, settings: SiteSettings = settingsOf()): BannerPlace {
  const locale = given.locale ?? 'en';
  return {
    content,
    site: { id: 'shop', settings },
    locale,
    model: 'opt-in',
    moment: NOW,
    t: translator(content.wording, locale),
    base: '/',
    address: (path) => `https://privacy.example/${path}`,
    ...given,
  };
}

const bytesOf = (place: BannerPlace): string => canonicalize(noticeOf(place, BUILD)) ?? '';

/** The same value with the keys of every object turned around. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, own]) => [key, turned(own)]),
  );
}

describe('its bytes', () => {
  test('are the same for the same input, in whatever order keys stand', () => {
    const place = placeOf();
    expect(bytesOf(placeOf())).toBe(bytesOf(place));
    expect(sha256(canonicalize(turned(noticeOf(place, BUILD))) ?? '')).toBe(sha256(bytesOf(place)));
    const settings = turned(settingsOf()) as SiteSettings;
    expect(bytesOf(placeOf({}, settings))).toBe(bytesOf(place));
  });

  test('are the same from one second to the next: nothing in it is of the moment alone', () => {
    expect(bytesOf(placeOf({ moment: '2026-11-24T00:00:01Z' }))).toBe(bytesOf(placeOf()));
  });

  test('differ with the site, the language, the model, the policy and the code', () => {
    const others = [
      placeOf({ locale: 'de' }),
      placeOf({ model: 'opt-out' }),
      placeOf({ site: { id: 'blog', settings: settingsOf() } }),
      placeOf({ moment: '2027-01-01T00:00:00Z' }),
      placeOf({}, settingsOf({ categories: ['analytics'] })),
    ].map(bytesOf);
    expect(new Set([bytesOf(placeOf()), ...others, canonicalize(noticeOf(placeOf(), sha256('other code')))]).size).toBe(7);
  });

  test('do not depend on where the site may be embedded, or what it looks like', () => {
    const settings = settingsOf({ origins: ['https://other.example'], position: 'top', theme: { radius: 3 } });
    expect(bytesOf(placeOf({}, settings))).toBe(bytesOf(placeOf()));
  });
});

test('it says nothing about a visitor: its fields are these and no others', () => {
  const notice = noticeOf(placeOf(), BUILD);
  const fields = [
    'type',
    'version',
    'site',
    'controller',
    'locale',
    'model',
    'policy',
    'requests',
    'texts',
    'categories',
    'clear',
    'gpc',
    'days',
    'changes',
    'build',
  ];
  expect(Object.keys(notice).sort()).toEqual(fields.sort());
  expect(Object.keys(notice.controller).every((key) => ['name', 'legalName', 'email', 'postalAddress'].includes(key))).toBe(true);
});

describe('in every language', () => {
  test('there are 35 of them', () => {
    expect(LOCALES).toHaveLength(35);
  });

  test.each(LOCALES)('%s says each text of banner, dialog and placeholder, with nothing left to fill', (locale) => {
    const notice = noticeOf(placeOf({ locale }), BUILD);
    const keys = Object.keys(content.wording.en?.texts ?? {}).filter((key) => /^(banner|dialog|placeholder)\./.test(key));
    expect(keys.length).toBeGreaterThan(20);
    expect(Object.keys(notice.texts).sort()).toEqual(keys.sort());
    for (const key of keys) {
      expect(notice.texts[key]?.trim(), key).not.toBe('');
      expect(notice.texts[key], key).not.toContain('{purposes}');
      // In its own words, not those that stand in.
      expect(content.wording[locale]?.texts[key], key).toBeDefined();
    }
    for (const category of notice.categories) expect(category.name && category.sentence, category.id).toBeTruthy();
    const banner = bannerTexts(placeOf({ locale }), notice);
    for (const key of ['title', 'body', 'accept', 'reject', 'choose', 'policy']) expect(banner[key], key).not.toBe('');
  });
});

describe('the policy in it', () => {
  test.each([
    [NOW, 'en', '2025-12-16', 'en', 'privacy/'],
    [NOW, 'de', '2025-12-16', 'de', 'privacy/de/'],
    // No translation: the text that counts.
    [NOW, 'fr', '2025-12-16', 'en', 'privacy/'],
    ['2027-01-01T00:00:00Z', 'en', '2027-01-01', 'en', 'privacy/'],
    ['2027-01-01T00:00:00Z', 'de', '2027-01-01', 'de', 'privacy/de/'],
    ['2026-12-31T23:59:59Z', 'de', '2025-12-16', 'de', 'privacy/de/'],
  ])('at %s in %s is %s as published in %s', (moment, locale, version, text, path) => {
    const { policy } = noticeOf(placeOf({ moment, locale }), BUILD);
    const lock = published.versions.find((known) => known.policy === 'privacy' && known.version === version);
    expect(policy).toMatchObject({ id: 'privacy', version, sha256: lock?.locales[text]?.sha256, address: `https://privacy.example/${path}` });
  });

  test('must be in force', () => {
    expect(() => policyAt({ ...placeOf(), moment: '2020-01-01T00:00:00Z' })).toThrow('sites/shop.json: no version of privacy is in force');
  });
});

describe('its changes', () => {
  const changesAt = (moment: string, settings = settingsOf(), tree: Content = content) => noticeOf(placeOf({ moment, content: tree }, settings), BUILD).changes;

  test('are the material ones that have begun', () => {
    expect(changesAt('2026-12-31T23:59:59Z')).toEqual([]);
    expect(changesAt('2027-01-01T00:00:00Z')).toEqual([
      { version: '2027-01-01', date: '1 January 2027', categories: ['preferences', 'analytics'], summary: expect.stringContaining('consent banner') },
    ]);
  });

  test('last as long as the longest choice', () => {
    expect(changesAt('2027-07-01T00:00:00Z')).toHaveLength(1);
    expect(changesAt('2027-07-03T00:00:00Z')).toEqual([]);
    expect(changesAt('2027-07-03T00:00:00Z', settingsOf({ lifetime: { reject: 365 } }))).toHaveLength(1);
  });

  test('name only categories that the visitor is asked about', () => {
    expect(changesAt('2027-01-01T00:00:00Z', settingsOf({ categories: ['analytics', 'media'] }))[0]?.categories).toEqual(['analytics']);
    expect(changesAt('2027-01-01T00:00:00Z', settingsOf({ categories: ['media'] }))).toEqual([]);
  });

  test('leave out what is not material, withdrawn, mistaken or a draft', () => {
    const without = (given: object): Content => ({
      ...content,
      policies: content.policies.map((policy) => ({
        ...policy,
        versions: policy.versions.map((version) => (version.id === '2027-01-01' ? { ...version, ...given } : version)),
      })),
    });
    const decision = { at: NOW, by: 'A. Tester', reason: 'for the test' };
    for (const given of [{ material: false }, { withdrawn: decision }, { mistaken: decision }, { publishedAt: undefined }])
      expect(changesAt('2027-02-01T00:00:00Z', settingsOf(), without(given)), Object.keys(given)[0]).toEqual([]);
  });

  test('are told in the language of the banner', () => {
    const [change] = noticeOf(placeOf({ moment: '2027-01-01T00:00:00Z', locale: 'de' }), BUILD).changes;
    expect(change).toMatchObject({ date: '1. Januar 2027', summary: expect.stringContaining('Einwilligungsbanner') });
  });
});

describe('a site', () => {
  test('words its texts in its own way, but not its buttons', () => {
    const texts = { en: { 'banner.title': 'Your call at $& {purposes}', 'banner.optIn': 'For {purposes}; really {purposes}.' } };
    const notice = noticeOf(placeOf({}, settingsOf({ texts })), BUILD);
    expect(notice.texts['banner.title']).toMatch(/^Your call at \$& \w/);
    expect(notice.texts['banner.optIn']).not.toContain('{');
    expect(OWN_TEXTS.filter((key) => /accept|reject|choose|save|withdraw/.test(key))).toEqual([]);
  });

  test('keeps off by Global Privacy Control only what it asks about', () => {
    expect(noticeOf(placeOf(), BUILD).gpc).toEqual([]);
    expect(noticeOf(placeOf({}, settingsOf({ categories: ['analytics', 'marketing'] })), BUILD).gpc).toEqual(['marketing']);
  });

  test('shows services under their category, with what they store, and clears what lies on its own domain', () => {
    const settings = settingsOf({ categories: ['analytics'], services: ['google-analytics'] });
    const notice = noticeOf(placeOf({}, settings), BUILD);
    const [service] = notice.categories.find(({ id }) => id === 'analytics')?.services.filter(({ name }) => /Google Analytics/.test(name)) ?? [];
    expect(service?.entries.map(({ name }) => name)).toContain('_ga');
    expect(notice.clear.analytics).toContainEqual({ kind: 'cookie', name: '_ga' });
    expect(Object.keys(notice.clear)).toEqual(['analytics']);
  });

  test('guards the origins of its services, but none that something necessary needs', () => {
    const own = (id: string, category: string, origins: string[]) => ({ id, name: id, provider: id, category, origins });
    const shared = 'https://cdn.example.com';
    const settings = settingsOf({ services: [own('a', 'analytics', [shared, 'https://a.example.com']), own('b', 'preferences', [shared])] });
    expect(guardedOrigins(settings)).toEqual({ [shared]: ['analytics', 'preferences'], 'https://a.example.com': ['analytics'] });
  });

  test('is carried by its script with its own limits', () => {
    const settings = settingsOf({ cookieDomain: 'example.org', lifetime: { accept: 100 } });
    const place = placeOf({}, settings);
    const built = { tree: ['div', {}] as ['div', Record<string, string>], css: '', rest: '', notice: 'n' };
    const data = bannerDataOf(place, noticeOf(place, BUILD), built, 'crawl', '2027-01-01T00:00:00Z');
    expect(data).toMatchObject({
      policy: '2025-12-16',
      until: 1798761600,
      domain: 'example.org',
      crawlers: 'crawl',
      days: { accept: 100, reject: 182, save: 182 },
    });
    expect(bannerDataOf(placeOf({}, settingsOf({ askCrawlers: true })), noticeOf(place, BUILD), built, 'crawl', undefined)).toMatchObject({
      until: 0,
      crawlers: '',
    });
  });
});
