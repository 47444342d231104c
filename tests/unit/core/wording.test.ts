/** Texts of the product: how they are looked up, and that none is missing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Wording, wordingSchema } from '../../../core/schemas.ts';
import { translator } from '../../../core/wording.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const texts = (pairs: Record<string, string>): Wording => ({ reviewed: true, texts: pairs });

describe('a text', () => {
  const wording = {
    en: texts({
      'a.only': 'English only',
      'a.hello': 'Hello {name}',
      'a.size.one': '{count} change',
      'a.size.other': '{count} changes',
      'a.words': '{count} words',
    }),
    de: texts({ 'a.hello': 'Hallo {name}', 'a.size.one': '{count} Änderung', 'a.size.other': '{count} Änderungen' }),
    ar: texts({ 'a.size.two': 'تغييران', 'a.size.few': '{count} تغييرات', 'a.size.other': '{count} تغيير' }),
  };
  test.each<[string, string, Record<string, string | number> | undefined, string]>([
    ['de', 'a.hello', { name: 'Ana' }, 'Hallo Ana'],
    ['de-AT', 'a.hello', { name: 'Ana' }, 'Hallo Ana'],
    ['fr', 'a.hello', { name: 'Ana' }, 'Hello Ana'],
    ['de', 'a.only', undefined, 'English only'],
    ['de', 'a.hello', {}, 'Hallo {name}'],
    ['en', 'a.size', { count: 1 }, '1 change'],
    ['en', 'a.size', { count: 0 }, '0 changes'],
    ['de', 'a.size', { count: 1234 }, '1.234 Änderungen'],
    ['en', 'a.size', { count: 1234 }, '1,234 changes'],
    ['en', 'a.words', { count: 1 }, '1 words'],
    ['ar', 'a.size', { count: 2 }, 'تغييران'],
    ['ar', 'a.hello', { name: '$&' }, 'Hello $&'],
  ])('%s %s with %o is “%s”', (locale, key, values, expected) => {
    expect(translator(wording, locale)(key, values)).toBe(expected);
  });

  test('of a language with six plural forms takes the one that fits', () => {
    expect(translator(wording, 'ar')('a.size', { count: 3 })).toMatch(/تغييرات$/);
    expect(translator(wording, 'ar')('a.size', { count: 100 })).toMatch(/تغيير$/);
  });

  test('that no language has is a mistake of the product', () => {
    expect(() => translator(wording, 'de')('a.none')).toThrow('no text for the key a.none in wording/en.json');
  });
});

describe('the product’s wording', () => {
  const files = Object.fromEntries(
    readdirSync(join(ROOT, 'content', 'wording')).map((name) => [
      name.slice(0, -5),
      wordingSchema.parse(JSON.parse(readFileSync(join(ROOT, 'content', 'wording', name), 'utf8'))).texts,
    ]),
  );
  const PLURAL = /\.(zero|one|two|few|many|other)$/;
  const keysOf = (locale: string): string[] => [...new Set(Object.keys(files[locale] ?? {}).map((key) => key.replace(PLURAL, '')))].sort();

  /** Languages of the whole product; the others have the banner's words alone. */
  const whole = Object.keys(files).filter((locale) => files[locale]?.['site.skip'] !== undefined);
  const BANNER = /^(banner|consent|dialog|placeholder|service|storage)\./;

  test('there is whole in English and German, and for the banner in all official languages of the EU and eleven more', () => {
    const EU = 'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv';
    const more = 'ar he hi ja ko nb pt-BR tr uk zh-Hans zh-Hant';
    expect(whole.sort()).toEqual(['de', 'en']);
    expect(Object.keys(files).sort()).toEqual([...EU.split(' '), ...more.split(' ')].sort());
  });

  test.each(Object.keys(files))('%s has the keys of English, no more and no fewer', (locale) => {
    expect(keysOf(locale)).toEqual(keysOf('en').filter((key) => whole.includes(locale) || BANNER.test(key)));
  });

  test.each(whole)('%s has every plural form that its numbers ask for', (locale) => {
    const plural = Object.keys(files[locale] ?? {}).filter((key) => key.endsWith('.other'));
    expect(plural.length).toBeGreaterThan(0);
    const forms = new Set([...Array(200).keys()].map((count) => new Intl.PluralRules(locale).select(count)));
    const lacking = plural.flatMap((key) => [...forms].map((form) => key.replace(PLURAL, `.${form}`))).filter((key) => files[locale]?.[key] === undefined);
    expect(lacking).toEqual([]);
  });

  test.each(Object.keys(files))('%s fills the placeholders of English', (locale) => {
    const placeholders = (text: string | undefined): string[] => [...new Set((text ?? '').match(/\{\w+\}/g))].sort();
    const differing = Object.keys(files.en ?? {}).filter(
      (key) => files[locale]?.[key] !== undefined && !PLURAL.test(key) && placeholders(files[locale]?.[key]).join() !== placeholders(files.en?.[key]).join(),
    );
    expect(differing).toEqual([]);
  });

  test('has every key that site and core ask for by its name', () => {
    const sources = ['site', 'core', 'worker'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(ts|astro|tsx)$/.test(entry.name))
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
    );
    const asked = new Set(sources.flatMap((source) => [...source.matchAll(/\bt\(\s*'([a-z][\w.-]*\.[\w.-]+)'/g)].map(([, key = '']) => key)));
    expect(asked.size).toBeGreaterThan(80);
    const known = new Set([...keysOf('en'), ...Object.keys(files.en ?? {})]);
    expect([...asked].filter((key) => !known.has(key))).toEqual([]);
  });
});
