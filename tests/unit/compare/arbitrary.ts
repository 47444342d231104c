/** Blocks as nobody would write them, and versions of them as somebody might edit them. */
import fc from 'fast-check';
import type { Block, Mark } from '../../../core/policy/blocks.ts';
import { BLOCK_KINDS } from '../../../core/policy/blocks.ts';

const WORDS = [
  'we',
  'keep',
  'your',
  'data',
  'for',
  '30',
  'days',
  'not',
  'may',
  'share',
  'Google',
  'e-mail',
  'don’t',
  "don't",
  '“quoted”',
  '–',
  '-',
  '1,000',
  '€',
  'und',
  'nicht',
  'kann',
  '日本語',
  'テスト',
  'ภาษาไทย',
  'العربية',
  'שלום',
  '👩‍👩‍👧',
  '🇩🇪',
  'e\u0301',
  'é',
  '\\|',
  '\\\\',
  '<b>',
  '&amp;',
  '"',
  "'",
  '\u00a0',
  '\u200b',
  '\u0e33',
  '\u0301',
  '\ud800',
  '\udc00',
  '\u0000',
  '.',
  ',',
  '(',
  ')',
];

const text = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' ')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...WORDS, ' '), { maxLength: 20 }).map((words) => words.join('')) },
);

const marks: fc.Arbitrary<Mark[]> = fc.array(
  fc
    .record({
      type: fc.constantFrom<Mark['type']>('link', 'strong', 'em', 'code', 'del', 'ins', 'sub', 'sup', 'dfn', 'abbr', 'time', 'lang', 'br'),
      start: fc.nat(30),
      length: fc.nat(20),
      href: fc.constantFrom('https://a.example/', '/b', '#c', 'javascript:alert(1)', 'mailto:x@y.example', ' data:text/html,x'),
    })
    .map(({ type, start, length, href }) => ({ type, start, end: start + length, ...(type === 'link' && { href }), ...(type === 'lang' && { lang: 'de' }) })),
  { maxLength: 4 },
);

const block: fc.Arbitrary<Block> = fc
  .record({
    kind: fc.constantFrom(...BLOCK_KINDS),
    text,
    prefix: fc.constantFrom('', '## ', '- ', '  1. ', '> ', '\\'),
    level: fc.integer({ min: 1, max: 4 }),
    id: fc.constantFrom('a', 'b', 'c', ''),
    ordered: fc.boolean(),
    header: fc.boolean(),
    table: fc.nat(2),
    cells: fc.array(text, { minLength: 1, maxLength: 4 }),
    marks,
  })
  .map(({ kind, level, id, ordered, header, table, cells, ...rest }) => {
    if (kind === 'heading') return { ...rest, kind, section: id, level, id };
    if (kind === 'item') return { ...rest, kind, section: '', level, ordered };
    if (kind === 'row') return { ...rest, ...rowOf(cells), kind, section: '', header, table };
    return { ...rest, kind, section: '' };
  });

function rowOf(texts: readonly string[]): { text: string; cells: [number, number][] } {
  let line = '|';
  const cells = texts.map((cell): [number, number] => {
    const start = line.length + 1;
    line += ` ${cell.replace(/[\\|]/g, '\\$&')} |`;
    return [start, line.length - 2];
  });
  return { text: line, cells };
}

export const article: fc.Arbitrary<Block[]> = fc.array(block, { maxLength: 12 });

/** Two articles that have much in common. */
export const versions: fc.Arbitrary<[Block[], Block[]]> = fc.oneof(
  fc.tuple(article, article),
  fc
    .tuple(article, fc.array(fc.tuple(fc.constantFrom('keep', 'keep', 'keep', 'drop', 'add', 'edit', 'swap', 'split'), block, fc.nat(10)), { maxLength: 12 }))
    .map(([a, edits]) => [a, edited(a, edits)] as [Block[], Block[]]),
);

function edited(blocks: readonly Block[], edits: readonly [string, Block, number][]): Block[] {
  const made = [...blocks];
  edits.forEach(([edit, other, at], index) => {
    const place = (index + at) % Math.max(1, made.length);
    const one = made[place];
    if (edit === 'drop') made.splice(place, 1);
    else if (edit === 'add') made.splice(place, 0, other);
    else if (edit === 'edit' && one && one.kind !== 'row')
      made[place] = { ...one, text: `${one.text.slice(0, at)} ${other.text.slice(0, 10)}${one.text.slice(at)}` };
    else if (edit === 'swap' && one) made.splice(at % made.length, 0, ...made.splice(place, 1));
    else if (edit === 'split' && one && one.kind === 'paragraph')
      made.splice(place, 1, { ...one, text: one.text.slice(0, 20) }, { ...one, text: one.text.slice(20) });
  });
  return made;
}
