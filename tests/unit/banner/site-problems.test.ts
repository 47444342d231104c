/** Mistakes in a site's file, each told with its file, its field, what was found and what would be right. */
import { describe, expect, test } from 'vitest';
import { siteProblems } from '../../../core/banner/site-problems.ts';
import { siteSchema } from '../../../core/schemas.ts';
import { json, problemsIn, smallTree } from '../../support/memory-tree.ts';

const RIGHT = { origins: ['https://www.example.org'], policy: 'privacy', categories: ['analytics'] };
const CONTEXT = { policies: ['privacy', 'cookies'], locales: ['en', 'de'], date: '2026-11-24' };
const of = (given: object) => siteProblems(siteSchema.parse({ ...RIGHT, ...given }), CONTEXT);
const colours = { background: '#ffffff', text: '#1a1c1e', accent: '#1f4e5f', onAccent: '#ffffff' };
const own = { id: 'counter', name: 'Counter', provider: 'Example', category: 'analytics' };

test('a site that is right has none', () => {
  expect(of({})).toEqual([]);
  expect(
    of({
      services: [own, 'google-analytics'],
      cookieDomain: 'example.org',
      regions: { US: 'opt-out', '*': 'notice' },
      texts: { de: { 'banner.title': 'Hallo' } },
    }),
  ).toEqual([]);
});

describe('beyond the shape of the file', () => {
  test.each<[object, string, RegExp, RegExp]>([
    [{ policy: 'privcy' }, 'policy', /privcy/, /perhaps privacy/],
    [{ policy: 'terms-of-use' }, 'policy', /terms-of-use/, /privacy, cookies/],
    [{ services: ['google-analitics'] }, 'services.0', /google-analitics/, /perhaps google-analytics/],
    [{ services: ['constructor'] }, 'services.0', /constructor/, /a service of the catalogue/],
    [{ services: ['youtube'] }, 'services.0', /YouTube/, /belongs to media/],
    [{ services: [{ ...own, category: 'marketing' }] }, 'services.0.category', /marketing/, /`categories` does not name/],
    [{ services: [own, own] }, 'services.1', /counter/, /once/],
    [{ categories: ['analytics', 'analytics'] }, 'categories.1', /analytics/, /once/],
    [{ origins: ['https://a.example', 'https://a.example'] }, 'origins.1', /a\.example/, /once/],
    [{ locales: ['en', 'en'] }, 'locales.1', /en/, /once/],
    [{ locales: ['en', 'fr'] }, 'locales.1', /fr/, /en, de; or add wording\/fr\.json/],
    [{ texts: { fr: { 'banner.title': 'Salut' } } }, 'texts.fr', /fr/, /en, de/],
    [{ texts: { de: { 'banner.accept': 'Super!' } } }, 'texts.de.banner.accept', /banner\.accept/, /buttons keep the product's words/],
    [{ texts: { de: { 'banner.titel': 'Hallo' } } }, 'texts.de.banner.titel', /titel/, /banner\.title/],
    [{ theme: { light: { ...colours, text: '#999999' } } }, 'theme.light.text', /#999999 on background #ffffff, a contrast of 2\.85:1/, /4\.5:1/],
    [{ theme: { light: { ...colours, onAccent: '#1f4e5f' } } }, 'theme.light.onAccent', /1\.00:1/, /4\.5:1/],
    [{ theme: { dark: { ...colours, accent: '#cccccc', onAccent: '#000000' } } }, 'theme.dark.accent', /#cccccc on background/, /4\.5:1/],
    [{ cookieDomain: 'example.com' }, 'cookieDomain', /example\.com/, /https:\/\/www\.example\.org cannot set its cookies/],
    // No domain above it, though its letters end it.
    [{ origins: ['https://notexample.org'], cookieDomain: 'example.org' }, 'cookieDomain', /example\.org/, /notexample/],
    [{ regions: { DE: 'notice' } }, 'regions.DE', /notice/, /opt-in or stricter.*ePrivacy/],
    [{ regions: { 'US-CA': 'notice' } }, 'regions.US-CA', /notice/, /opt-out or stricter/],
  ])('%j', (given, field, found, expected) => {
    expect(of(given)).toEqual([{ field, found: expect.stringMatching(found), expected: expect.stringMatching(expected) }]);
  });
});

describe('in a tree', () => {
  test.each<[string, unknown, string, RegExp]>([
    ['shop', { ...RIGHT, origins: [] }, 'origins', /at least one origin/],
    ['shop', { ...RIGHT, origins: ['https://www.example.org/'] }, 'origins.0', /without a path/],
    ['shop', { ...RIGHT, origins: ['https://*.example.org'] }, 'origins.0', /one origin, such as/],
    ['shop', { ...RIGHT, origins: ['null'] }, 'origins.0', /an origin such as/],
    ['shop', { ...RIGHT, categories: ['necessary'] }, 'categories.0', /preferences, analytics/],
    ['shop', { ...RIGHT, regions: { usa: 'opt-in' } }, 'regions.usa', /a country such as US/],
    ['shop', { ...RIGHT, lifetime: { reject: 1000 } }, 'lifetime.reject', /395 days/],
    ['shop', { ...RIGHT, catgories: [] }, 'catgories', /categories\?/],
    ['shop', { ...RIGHT, policy: 'privcy' }, 'policy', /perhaps privacy/],
    ['shop', { ...RIGHT, theme: { light: { ...colours, text: 'red' } } }, 'theme.light.text', /#rrggbb/],
  ])('sites/%s.json %j is told with its file and field', (name, site, field, expected) => {
    const found = problemsIn({ ...smallTree(), [`sites/${name}.json`]: json(site) });
    expect(found).toContainEqual(expect.objectContaining({ file: `sites/${name}.json`, field, expected: expect.stringMatching(expected) }));
  });
});
