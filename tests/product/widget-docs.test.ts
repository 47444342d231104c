/** The reference of the banner is complete: whoever embeds it finds every name there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { organisationSchema, siteSchema } from '../../core/schemas.ts';
import { CONSENT_MODELS, OPTIONAL_CATEGORIES, POSITIONS } from '../../core/vocabulary.ts';
import { WARNINGS } from '../../widget/api.ts';
import { ROOT } from '../support/command.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const widgetPage = read('docs/widget.md');
const contentPage = read('docs/content.md');

/** The sources of what runs on host pages. */
const sources = readdirSync(join(ROOT, 'widget'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/^(build|vite\.config)\.ts$/.test(file))
  .map((file) => read(join('widget', file)))
  .join('\n');
const api = read('widget/api.ts');

const isNamed = (page: string, name: string): boolean => new RegExp(`\`[^\`\n]*(?<![\\w-])${name.replace(/[.:]/g, '\\$&')}(?![\\w-])[^\`\n]*\``).test(page);
const missingIn = (page: string, names: readonly string[]): string[] => names.filter((name) => !isNamed(page, name));

describe('docs/widget.md', () => {
  test('has every event', () => {
    const events = [...new Set(api.match(/fairnotice:[a-z]+/g))];
    expect(events.length).toBeGreaterThan(3);
    expect(missingIn(widgetPage, events)).toEqual([]);
  });

  test('has every warning', () => {
    expect(missingIn(widgetPage, WARNINGS)).toEqual([]);
  });

  test('has every method and every field of a state', () => {
    const blockOf = (name: string): string => new RegExp(`export interface ${name} \\{\n([^]*?)\n\\}`.replace('[^]', '[\\s\\S]')).exec(api)?.[1] ?? '';
    const namesIn = (block: string): string[] => [...block.matchAll(/^ {2}(\w+)[?(:]/gm)].map(([, name = '']) => name);
    const methods = namesIn(blockOf('Fairnotice'));
    const fields = namesIn(blockOf('ConsentState'));
    expect([methods.length > 4, fields.length > 3]).toEqual([true, true]);
    expect(missingIn(widgetPage, [...methods, ...fields])).toEqual([]);
  });

  test('has every attribute that the banner reads', () => {
    const literal = sources.match(/data-(?:consent|src|type|region)[a-z-]*/g) ?? [];
    const viaDataset = [...sources.matchAll(/dataset\.([A-Za-z]+)/g)].map(
      ([, name = '']) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    );
    const attributes = [...new Set([...literal.map((name) => name.replace(/-$/, '')), ...viaDataset])];
    expect(attributes).toEqual(expect.arrayContaining(['data-consent', 'data-src', 'data-type', 'data-region']));
    expect(missingIn(widgetPage, attributes)).toEqual([]);
  });

  test('has every custom property, and every part that a page may style', () => {
    const properties = [...new Set(read('core/banner/notice.ts').match(/--fairnotice-(?:[a-z-]+)?/g))].filter((name) => !name.endsWith('-'));
    const colours = ['accent', 'on-accent', 'background', 'text'].map((name) => `--fairnotice-${name}`);
    expect(missingIn(widgetPage, [...properties, ...colours])).toEqual([]);
    expect(missingIn(widgetPage, ['banner', 'accept', 'reject', 'choose', 'dialog', 'save', 'withdraw', 'placeholder', 'control'])).toEqual([]);
  });

  test('has every category, model and position', () => {
    expect(missingIn(widgetPage, [...OPTIONAL_CATEGORIES, ...CONSENT_MODELS, ...POSITIONS])).toEqual([]);
  });
});

describe('docs/content.md', () => {
  const keysOf = (schema: { shape: object }): string[] => Object.keys(schema.shape).filter((key) => key !== '$schema');

  test('has every field of a site', () => {
    expect(missingIn(contentPage, keysOf(siteSchema))).toEqual([]);
  });

  test('has every field of the organisation', () => {
    expect(missingIn(contentPage, keysOf(organisationSchema))).toEqual([]);
  });
});
