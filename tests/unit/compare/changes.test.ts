/** The list at the top, the numbers, and the JSON. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../../core/policy/blocks.ts';
import {
  changesHtml,
  compareBlocks,
  comparisonJson,
  ENGLISH_REDLINE_LABELS,
  REDLINE_LABEL_NAMES,
  redlineLabels,
  sizeInWords,
  sizeWording,
} from '../../../core/policy/compare/index.ts';
import { translator } from '../../../core/wording.ts';
import { load, smallTree } from '../../support/memory-tree.ts';
import { edited, policy } from './generated.ts';
import { blocks } from './written.ts';

const LONG = 'We use your address only to send you the goods that you have ordered from us.';

function listed(before: string, after: string): string[] {
  return compareBlocks(blocks(before), blocks(after), { locale: 'en' }).changes.map(({ kind, title, excerpt }) => `${kind} | ${title} | ${excerpt}`);
}

describe('the list', () => {
  test('names what changed in one line, sensitive changes first', () => {
    const before = '## A\nText here is fine.\n## B\nWe keep your data for 30 days and then delete it.';
    const after = '## A\nText there is fine.\n## B\nWe keep your data for 60 days and then delete it.';
    expect(listed(before, after)).toEqual([
      'changed | B | We keep your data for [30 → 60] days and then delete it.',
      'changed | A | Text [here → there] is fine.',
    ]);
  });

  test('shows a word put in and a word taken out', () => {
    expect(listed('We sell data now.\nWe never ask why.', 'We sell data only now.\nWe ask why.')).toEqual([
      'changed |  | We [− never] ask why.',
      'changed |  | We sell data [+ only] now.',
    ]);
  });

  test('counts a new, a gone and a moved section as one change each', () => {
    const before = `## Old {#old}\nGone.\n## Long {#long}\n${LONG}\nMore.\n## Short {#short}\nCall.`;
    const after = `## Short {#short}\nCall.\n## Long {#long}\n${LONG}\nMore.\n## New {#new}\nFresh words.\n- and items`;
    expect(listed(before, after)).toEqual(['section-deleted | Old | Old', 'section-moved | Short | Short', 'section-inserted | New | New']);
  });

  test('counts a new column as one change', () => {
    const before = '! | Name | Life |\n| a | 1 day |\n| b | 2 days |';
    const after = '! | Name | Who | Life |\n| a | Us | 1 day |\n| b | Them | 2 days |';
    expect(listed(before, after)).toEqual(['column-inserted |  | Who']);
  });

  test('tells a renamed heading, typography, and a link', () => {
    expect(listed('## Logs {#l}\nSay "yes" now.\nSee [this](/a).', '## Log files {#l}\nSay “yes” now.\nSee [this](/b).')).toEqual([
      'renamed | Log files | Logs → Log files',
      'typographic | Log files | Say [" → “]yes',
      'link | Log files | See this.',
    ]);
  });

  test('leaves out numbers that moved on, and says nothing of markup alone', () => {
    expect(listed('1. Ask.\n2. Wait.', '1. Ask.\n2. Prove.\n3. Wait.')).toEqual(['inserted |  | Prove.']);
    const [block] = blocks('Plain words.');
    const marked = block && { ...block, marks: [{ type: 'strong' as const, start: 0, end: 5 }] };
    const comparison = compareBlocks(block ? [block] : [], marked ? [marked] : []);
    expect(comparison.changes).toEqual([]);
    expect(comparison.stats).toMatchObject({ markupOnly: 1, blocksEqual: 1 });
  });

  test('as HTML groups by section, links, and spells the sensitive edits out', () => {
    const comparison = compareBlocks(blocks('## Life\nFor 30 days <b>.\nOne more line.'), blocks('## Life\nFor 60 days <b>.\nOne last line.'), {
      locale: 'en',
    });
    expect(changesHtml(comparison, ENGLISH_REDLINE_LABELS)).toBe(
      '<div class="redline-changes"><p class="redline-changes-title">Look at these first</p>' +
        '<ul class="is-sensitive"><li><span class="redline-section">Life</span><ul><li><a href="#change-1"><span class="redline-kind">Changed</span> For [30 → 60] days &lt;b&gt;.</a>' +
        '<ul class="redline-sensitive"><li>Period: “30 days” → “60 days”</li></ul></li></ul></li></ul>' +
        '<p class="redline-changes-title">Other changes</p>' +
        '<ul><li><span class="redline-section">Life</span><ul><li><a href="#change-2"><span class="redline-kind">Changed</span> One [more → last] line.</a></li></ul></li></ul></div>',
    );
  });

  test('as HTML shows the name of a new section once', () => {
    const html = changesHtml(compareBlocks(blocks('## Old\nWords.'), blocks('## Old\nWords.\n## New\nFresh words.'), { locale: 'en' }), ENGLISH_REDLINE_LABELS);
    expect(html).toContain('<span class="redline-section">New</span>');
    expect(html).toContain('<span class="redline-kind">New section</span> <span class="visually-hidden">New</span></a>');
  });

  test('says so when no words differ', () => {
    expect(changesHtml(compareBlocks([], []), ENGLISH_REDLINE_LABELS)).toBe('<div class="redline-changes"><p>No words differ.</p></div>');
  });
});

describe('the size in words', () => {
  const { wording } = load(smallTree());
  test.each([
    ['en', { wordsAdded: 1, wordsRemoved: 1, wordsMoved: 1 }, '1 word added, 1 word removed, 1 word moved.'],
    ['en', { wordsAdded: 1200, wordsRemoved: 0, wordsMoved: 0 }, '1,200 words added.'],
    ['en', { wordsAdded: 0, wordsRemoved: 0, wordsMoved: 0 }, 'No word was added, removed or moved.'],
    ['de', { wordsAdded: 2, wordsRemoved: 1, wordsMoved: 0 }, '2 Wörter hinzugefügt, 1 Wort entfernt.'],
    ['fr', { wordsAdded: 1, wordsRemoved: 0, wordsMoved: 0 }, '1 word added.'],
  ])('in %s of %o is “%s”', (locale, size, expected) => {
    expect(sizeInWords(size, translator(wording, locale), locale)).toBe(expected);
    // The Worker has only these texts.
    expect(sizeInWords(size, translator(sizeWording(wording, locale), locale), locale)).toBe(expected);
  });
});

describe('the numbers', () => {
  test('count a moved paragraph as moved, and as nothing else', () => {
    const { stats } = compareBlocks(blocks(`${LONG}\nA.\nB.`), blocks(`A.\nB.\n${LONG}`));
    expect(stats).toMatchObject({ wordsAdded: 0, wordsRemoved: 0, wordsMoved: 16, blocksMoved: 1, blocksEqual: 2 });
  });

  test('count what was changed in a moved paragraph as well', () => {
    const { stats } = compareBlocks(blocks(`${LONG}\nA.\nB.`), blocks(`A.\nB.\n${LONG.replace('only ', '').replace('us.', 'our shop.')}`));
    expect(stats).toMatchObject({ wordsAdded: 2, wordsRemoved: 2, wordsMoved: 14 });
  });

  test('count a split as one changed block and no words', () => {
    const { stats } = compareBlocks(blocks(`${LONG} ${LONG}`), blocks(`${LONG}\n${LONG}`));
    expect(stats).toMatchObject({ wordsAdded: 0, wordsRemoved: 0, blocksChanged: 1 });
  });
});

test('the JSON gives back both texts, whose hashes it names', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const before = policy(120, 5);
  const after = edited(before, 20, 6);
  const versions = [before, after].map((all, index) => ({ version: `2026-0${index + 1}-01`, sha256: sha256(canonicalText(all)) }));
  const [a, b] = versions as [(typeof versions)[0], (typeof versions)[0]];
  const json: ReturnType<typeof comparisonJson> = JSON.parse(JSON.stringify(comparisonJson(compareBlocks(before, after, { locale: 'en' }), a, b)));
  const side = (dropped: string) => json.blocks.flatMap(({ words }) => words.filter(({ op }) => op !== dropped).map(({ text }) => text)).join('');
  expect(sha256(side('insert'))).toBe(json.a.sha256);
  expect(sha256(side('delete'))).toBe(json.b.sha256);
  expect(json.blocks[0]).toEqual({ op: 'equal', kind: 'heading', section: '', words: [{ op: 'equal', text: '# Privacy policy\n' }] });
});

test('labels are asked for by key', () => {
  const labels = redlineLabels((key) => `«${key}»`);
  expect(labels.movedFrom).toBe('«redline.movedFrom»');
  expect(Object.keys(labels)).toEqual([...REDLINE_LABEL_NAMES]);
});
