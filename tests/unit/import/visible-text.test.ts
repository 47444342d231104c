import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMdx } from '../../../cli/import/to-mdx.ts';
import { dense, wordsOf, wordsOfHtml, wordsOfMarkdown, wordsOfMdx } from './visible-words.ts';

const NASTY = [
  '{',
  '}',
  '<',
  '>',
  '&',
  '*',
  '**',
  '_',
  '`',
  '|',
  '\\',
  '#',
  '~',
  '[',
  ']',
  '(',
  ')',
  '!',
  '^',
  ':',
  '-',
  '+',
  '1.',
  '"',
  '„',
  '“',
  '’',
  '$',
  '%',
  '=',
  '.',
  '\u00a0',
  '{#x}',
  '{{x}}',
  'import',
  'export',
  '<br>',
  '&amp;',
  'https://example.org',
  'a@example.org',
  '☑',
  'é',
  '日本',
  '://',
  'www.example.org',
];

/** Texts from the signs that break parsers, with and without spaces between. */
const nasty = fc
  .array(fc.tuple(fc.constantFrom(...NASTY, 'word', 'and', 'x1'), fc.constantFrom('', ' ')), { minLength: 1, maxLength: 14 })
  .map((parts) => parts.map(([sign, space]) => sign + space).join(''));

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

describe('the visible text survives', () => {
  it('of a page with any words in any place', () => {
    const element = fc.tuple(fc.constantFrom('p', 'h2', 'h3', 'li', 'blockquote', 'td', 'b', 'em', 'code', 'a'), nasty).map(([name, text]) => {
      const inner = html(text);
      if (name === 'li') return `<ul><li>${inner}</li></ul>`;
      if (name === 'td') return `<table><tr><th>head</th><td>${inner}</td></tr></table>`;
      if (name === 'a') return `<p><a href="https://example.org/">${inner}</a>${inner}</p>`;
      if (name === 'b' || name === 'em' || name === 'code') return `<p>${inner}<${name}>${inner}</${name}>${inner}</p>`;
      return `<${name}>${inner}</${name}>`;
    });
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 5 }), (elements) => {
        const source = `<h1>Title</h1>${elements.join('')}`;
        // Liquid has its own tests: here its signs are only signs.
        fc.pre(!source.includes('{{') && !source.includes('{%'));
        const { body, notes } = toMdx(source, 'html');
        expect(dense(wordsOfMdx(body))).toBe(dense(wordsOfHtml(source.replace('<h1>Title</h1>', '')), notes));
      }),
      { numRuns: 500 },
    );
  });

  it('of plain text with any words', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const source = `Lower case words, to begin with.\n\nThen ${text} and so on, for ever.`;
        expect(dense(wordsOfMdx(toMdx(source, 'text').body))).toBe(dense(wordsOf(source)));
      }),
      { numRuns: 500 },
    );
  });

  it('of Markdown as GitHub would show it', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), (paragraphs) => {
        const source = `Begin.\n\n${paragraphs.join('\n\n')}`;
        fc.pre(!/\{\{|\{%|\{:|\{#|<br>|^(#|\*\*)|\*\*|\[\^/m.test(source));
        const { body, notes, title } = toMdx(source, 'markdown');
        fc.pre(title === 'Untitled');
        const hidden = notes.some(({ kind }) => kind === 'comment' || kind === 'hidden' || kind === 'image' || kind === 'control');
        fc.pre(!hidden);
        expect(dense(wordsOfMdx(body))).toBe(dense(wordsOfMarkdown(source), notes));
      }),
      { numRuns: 500 },
    );
  });
});
