import { describe, expect, test } from 'vitest';
import { linkSections, sectionsOf } from '../../../core/policy/sections.ts';
import { blocks } from './written.ts';

function links(before: string, after: string, renamed: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(linkSections(sectionsOf(blocks(before)), sectionsOf(blocks(after)), renamed));
}

test('a section is a heading of level 2 or 3 with what follows it', () => {
  const sections = sectionsOf(blocks('# Title\nLead.\n## A\nText.\n### B\n#### Deep\nMore.\n## C'));
  expect(sections.map(({ id, level, parent, start, blocks: own }) => [id, level, parent, start, own.length])).toEqual([
    ['', 0, undefined, 0, 2],
    ['a', 2, undefined, 2, 2],
    ['b', 3, 'a', 4, 3],
    ['c', 2, undefined, 7, 1],
  ]);
});

test('a heading in a box begins no section', () => {
  const [first, ...rest] = blocks('## A\nText.');
  const boxed = { kind: 'heading' as const, section: 'a', id: 'boxed', level: 3, prefix: '### ', text: 'Note' };
  expect(sectionsOf([...(first ? [first] : []), boxed, ...rest]).map(({ id }) => id)).toEqual(['a']);
});

describe('a section is known', () => {
  test('by its id, whatever it says', () => {
    expect(links('## One {#x}\nAll about cats.', '## Two {#x}\nAnything on dogs.')).toEqual({ x: 'x' });
  });

  test('by what the newer version says it was', () => {
    expect(links('## Logs {#logs}\nA.', '## Records {#records}\nZ.', { records: 'logs' })).toEqual({ records: 'logs' });
  });

  test('by the same map on the way back', () => {
    expect(links('## Records {#records}\nZ.', '## Logs {#logs}\nA.', { records: 'logs' })).toEqual({ logs: 'records' });
  });

  test('by its text, before a stranger', () => {
    const text = 'We use your address to send you the goods that you ordered.';
    expect(links(`## Shipping {#shipping}\n${text}`, `## Weather {#weather}\nSun and rain.\n## Delivery {#delivery}\n${text}`)).toEqual({
      delivery: 'shipping',
    });
  });

  test('by its title without its number', () => {
    expect(links('## 4. Contact {#contact-4}\nWrite a letter.', '## 5. Contact {#contact-5}\nUse our form.')).toEqual({ 'contact-5': 'contact-4' });
  });

  test('once only', () => {
    const text = 'We use your address to send you the goods that you ordered.';
    const linked = links(`## A {#a}\n${text}`, `## B {#b}\n${text}\n## C {#c}\n${text}`);
    expect(Object.values(linked)).toEqual(['a']);
  });

  test('not by a map that names what is not there', () => {
    expect(links('## A {#a}\nCats.', '## B {#b}\nDogs are animals.', { b: 'gone' })).toEqual({});
  });
});
