/** The catalogue of services: each file true to the schema and to itself, and the look-ups over all of them. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogueTable, idsOnDisk, indexModule, tableOf } from '../../cli/catalogue-table.ts';
import { originSchema, SERVICE_KINDS, type Service, STORAGE_PURPOSES, serviceSchema } from '../../core/catalogue/schema.ts';
import { catalogue, findService, servicesAt } from '../../core/catalogue.ts';
import { translator } from '../../core/wording.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const each = catalogue.map((service) => [service.id, service] as const);

function service(id: string): Service {
  const found = findService(id);
  if (!found.ok) throw new Error(`${id} is not in the catalogue`);
  return found.service;
}

/** Origins that the recipe itself names. Placeholders stand for a part of a host. */
function originsIn({ recipe, placeholders }: Service): string[] {
  const filled = placeholders.reduce((text, word) => text.replaceAll(word, 'x'), recipe);
  const addresses = [...filled.matchAll(/\b(?:src|data-src)="(https:[^"]+)"|href = '(https:[^']+)'/g)];
  return addresses.map(([, attribute, property]) => new URL(attribute ?? property ?? '').origin);
}

function covers(pattern: string, origin: string): boolean {
  return pattern.startsWith('https://*.') ? origin.endsWith(pattern.slice('https://*'.length)) : pattern === origin;
}

describe('the catalogue', () => {
  test('has a service for each of its files, in order, and the module that imports them is the one made from them', () => {
    expect(catalogue.map(({ id }) => id)).toEqual(idsOnDisk());
    expect(read('core/catalogue/index.ts')).toBe(indexModule(idsOnDisk()));
  });

  test('covers what sites embed most', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(40);
    expect(new Set(catalogue.map(({ kind }) => kind))).toEqual(new Set(SERVICE_KINDS));
  });

  test('stands in the docs as it is (node cli/catalogue-table.ts --write)', () => {
    expect(tableOf(read('docs/catalogue.md'))).toBe(catalogueTable(catalogue).trim());
  });

  test('uses each purpose that it defines', () => {
    expect(new Set(catalogue.flatMap(({ entries }) => entries.map(({ purpose }) => purpose)))).toEqual(new Set(STORAGE_PURPOSES));
  });
});

describe.each(each)('%s', (id, it) => {
  test('has the shape of a service, named after its file', () => {
    expect(serviceSchema.parse(JSON.parse(read(`core/catalogue/${id}.json`)))).toEqual(it);
    expect(it.id).toBe(id);
  });

  test('names no origin, signal, source, placeholder or entry twice', () => {
    const entries = it.entries.map(({ name, kind, party, since }) => [name, kind, party, since].join(' '));
    for (const list of [it.origins, it.signals, it.placeholders, it.sources.map(({ url }) => url), entries]) expect(new Set(list).size).toBe(list.length);
  });

  test('loads from nowhere but its origins', () => {
    const unlisted = originsIn(it).filter((origin) => !it.origins.some((pattern) => covers(pattern, origin)));
    // On a server of the site's own there is no origin to list.
    expect(it.origins.length === 0 ? [] : unlisted).toEqual([]);
  });

  test('has a recipe in which nothing runs or loads before the decision', () => {
    const tags = [...it.recipe.matchAll(/<(script|iframe|img|link)\b[^>]*>/g)].map(([tag]) => tag);
    expect(tags.length).toBeGreaterThan(0);
    const gate = `data-consent="${it.category}"`;
    const open = tags.filter((tag) => !tag.includes(gate) || (tag.startsWith('<script') ? !tag.includes('type="text/plain"') : /\ssrc=/.test(tag)));
    expect(it.category === 'necessary' ? [] : open).toEqual([]);
  });

  test('gives every frame of its recipe a title', () => {
    expect([...it.recipe.matchAll(/<iframe\b[^>]*>/g)].filter(([tag]) => !/ title="[^"]+"/.test(tag))).toEqual([]);
  });

  test('lists every placeholder: no other word in capitals is left in its addresses', () => {
    const filled = it.placeholders.reduce((text, word) => text.replaceAll(word, 'x'), it.recipe);
    expect(filled.match(/\b[A-Z]+_(?:ID|KEY|URL|TOKEN|CODE|HOST)\b/g) ?? []).toEqual([]);
  });

  test('was checked on a day that its facts allow', () => {
    for (const { since, until } of it.entries) {
      expect((since ?? '') <= it.checked).toBe(true);
      expect(until === undefined || until <= it.checked).toBe(true);
    }
  });
});

describe('the schema', () => {
  const sample = service('google-analytics');
  const first = sample.entries[0];
  test.each<[string, object]>([
    ['a field that nothing reads', { orgins: [] }],
    ['an origin with a path', { origins: ['https://example.com/a'] }],
    ['an origin without https', { origins: ['http://example.com'] }],
    ['a wildcard in the middle of an origin', { origins: ['https://a.*.example.com'] }],
    ['a service without a source', { sources: [] }],
    ['a recipe that waits for another category', { category: 'marketing' }],
    ['a gate on what is necessary', { category: 'necessary' }],
    ['a placeholder that the recipe lacks', { placeholders: ['PIXEL_ID'] }],
    ['a service to be checked that does not say why', { confidence: 'check', note: undefined }],
    ['a cookie name with a space', { entries: [{ ...first, name: '_ga x' }] }],
    ['a cookie name with a slash', { entries: [{ ...first, name: 'a/b' }] }],
    ['a pattern that could clear what belongs to the site', { entries: [{ ...first, name: '*' }] }],
    ['a pattern that begins with anything', { entries: [{ ...first, name: '*_id' }] }],
    ['a lifetime in words', { entries: [{ ...first, lifetime: '2 years' }] }],
    ['an entry that ends before it begins', { entries: [{ ...first, since: '2026-01-01', until: '2025-01-01' }] }],
    ['a purpose that has no sentence', { entries: [{ ...first, purpose: 'tracking' }] }],
  ])('refuses %s', (_what, change) => {
    expect(serviceSchema.safeParse({ ...sample, ...change }).success).toBe(false);
  });

  test('takes an origin exactly where a browser would, in lower case and without a port', () => {
    fc.assert(
      fc.property(fc.domain(), fc.boolean(), (domain, wild) => {
        expect(originSchema.safeParse(`https://${wild ? '*.' : ''}${domain.toLowerCase()}`).success).toBe(true);
        expect(originSchema.safeParse(`https://${domain.toLowerCase()}:8443`).success).toBe(false);
      }),
    );
  });
});

describe('findService', () => {
  test('gives the service of an id', () => {
    expect(service('youtube')).toMatchObject({ id: 'youtube', category: 'media' });
  });

  test.each([
    ['google-analytic', 'google-analytics'],
    ['Google Analytics', 'google-analytics'],
    ['you-tube', 'youtube'],
    ['hot-jar', 'hotjar'],
    ['constructor', undefined],
    ['', undefined],
    ['an-own-thing-of-this-site', undefined],
  ])('answers %j with what was probably meant: %s', (id, nearest) => {
    expect(findService(id)).toEqual({ ok: false, reason: 'unknown-service', id, nearest });
  });
});

describe('servicesAt', () => {
  const names = (date: string): string[] => servicesAt(date).flatMap(({ id, entries }) => (id === 'tawk-to' ? entries.map(({ name }) => name) : []));

  test('has an entry until the day on which it was not in use any more', () => {
    expect(names('2022-09-30')).toContain('tawkUUID');
    expect(names('2022-10-01')).not.toContain('tawkUUID');
    expect(names('2026-11-24')).toContain('tawk_uuid_*');
  });

  test('leaves the catalogue as it is', () => {
    const before = structuredClone(catalogue);
    for (const { entries } of servicesAt('1999-01-01')) entries.length = 0;
    expect(catalogue).toEqual(before);
  });
});

describe.each(['en', 'de'])('the wording in %s', (locale) => {
  const t = translator({ [locale]: JSON.parse(read(`content/wording/${locale}.json`)) }, locale);
  test('has a sentence for each kind of service and each purpose', () => {
    for (const key of [...SERVICE_KINDS.map((kind) => `service.${kind}`), ...STORAGE_PURPOSES.map((purpose) => `storage.${purpose}`)]) {
      expect(t(key), key).toMatch(/^\p{Lu}.*[^.\s]$/u);
    }
  });
});
