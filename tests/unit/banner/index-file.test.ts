/** How the Worker chooses from the index of banners: site, moment and language. */
import { describe, expect, test } from 'vitest';
import { type BannerMoment, type BannerSite, bestLocale, momentAt, siteNamed } from '../../../core/banner/index-file.ts';

const ledger = { shards: [], groupCommitMilliseconds: 0 };
const ALL = ['en', 'de', 'he', 'nb', 'pt', 'pt-BR', 'zh-Hans', 'zh-Hant'];

describe('the best language', () => {
  test.each<[string[], string[], string]>([
    [[], ALL, 'en'],
    [['fr'], ALL, 'en'],
    [['fr', 'de'], ALL, 'de'],
    [['DE-at'], ALL, 'de'],
    [['pt'], ALL, 'pt'],
    [['pt-BR'], ALL, 'pt-BR'],
    [['pt-AO'], ALL, 'pt'],
    // Another region of the language rather than a foreign one.
    [['pt'], ['en', 'pt-BR'], 'pt-BR'],
    [['pt-PT'], ['en', 'pt-BR'], 'pt-BR'],
    [['no'], ALL, 'nb'],
    [['nn-NO'], ALL, 'nb'],
    [['iw-IL'], ALL, 'he'],
    [['zh'], ALL, 'zh-Hans'],
    [['zh-TW'], ALL, 'zh-Hant'],
    [['zh-Hans-TW'], ALL, 'zh-Hans'],
    [['zh-Hant-TW'], ALL, 'zh-Hant'],
    [['zh-Hant-CN'], ALL, 'zh-Hant'],
    [['zh-yue-HK'], ALL, 'zh-Hant'],
    [['zh'], ['en', 'zh-Hant'], 'zh-Hant'],
    [['zh-TW'], ['en', 'zh-Hans'], 'zh-Hans'],
    [['zh-TW'], ['zh-Hans', 'zh-Hant', 'zh-TW'], 'zh-TW'],
    // Ever fewer parts of the tag (RFC 4647, 3.4).
    [['de-CH-1996'], ['en', 'de', 'de-CH'], 'de-CH'],
    [['sr-Latn-RS'], ['en', 'sr', 'sr-Latn'], 'sr-Latn'],
    [['constructor', '__proto__'], ALL, 'en'],
    [[''], ALL, 'en'],
    [['-'], ALL, 'en'],
    [['de'], [], 'en'],
    [['x'], ['fr'], 'fr'],
  ])('for %j among %j is %s', (wishes, locales, best) => {
    expect(bestLocale(wishes, locales)).toBe(best);
  });
});

test('a moment holds from its first second on', () => {
  const at = (from: string): BannerMoment => ({ from, places: {}, guard: '', models: {} });
  const site: BannerSite = { origins: [], locales: [], moments: [at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z')], ledger };
  expect(momentAt(site, '2025-12-31T23:59:59Z')).toBeUndefined();
  expect(momentAt(site, '2026-01-01T00:00:00Z')?.from).toBe('2026-01-01T00:00:00Z');
  expect(momentAt(site, '2026-12-31T23:59:59Z')?.from).toBe('2026-01-01T00:00:00Z');
  expect(momentAt(site, '2027-01-01T00:00:00Z')?.from).toBe('2027-01-01T00:00:00Z');
  expect(momentAt({ ...site, moments: [] }, '2027-01-01T00:00:00Z')).toBeUndefined();
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', ''])('%s is no site, though every object has it', (name) => {
  const site: BannerSite = { origins: [], locales: [], moments: [], ledger };
  expect(siteNamed({ sites: { shop: site } }, name)).toBeUndefined();
  expect(siteNamed({ sites: { shop: site } }, 'shop')).toBe(site);
});
