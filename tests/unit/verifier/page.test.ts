/** The page's script finds its words as the rest of the product does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { translator } from '../../../core/wording.ts';
import { sayer } from '../../../verifier/page.ts';
import { ROOT } from '../../support/command.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const wordingOf = (locale: string): { texts: Record<string, string> } => JSON.parse(read(`content/wording/${locale}.json`));
const sources = ['check', 'result', 'record', 'path', 'main'].map((file) => read(`verifier/${file}.ts`)).join('\n');

describe.each(['en', 'de'])('%s', (locale) => {
  const wording = { [locale]: wordingOf(locale), en: wordingOf('en') };
  const texts = Object.fromEntries(Object.entries(wordingOf(locale).texts).flatMap(([key, text]) => (key.startsWith('verify.') ? [[key.slice(7), text]] : [])));

  test.each([0, 1, 2, 5, 1234])('plural forms and numbers for %i', (count) => {
    const values = { count, index: 12_345, size: 1_234_567 };
    expect(sayer({ locale, texts })('path.alt', values)).toBe(translator(wording, locale)('verify.path.alt', values));
  });

  test('has every text that the script names', () => {
    const named = [...sources.matchAll(/say\(\s*'([\w.]+)'/g)].map(([, key = '']) => key);
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((key) => !(key in texts) && !(`${key}.other` in texts))).toEqual([]);
  });
});
