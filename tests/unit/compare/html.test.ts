import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../core/policy/blocks.ts';
import { changesHtml, compareBlocks, ENGLISH_REDLINE_LABELS as labels, redlineHtml } from '../../../core/policy/compare/index.ts';
import { versions } from './arbitrary.ts';
import { HARD_CASES } from './hard-cases.ts';
import { impliedEnds, nestingFaults, seen, visibleText } from './page.ts';
import { blocks } from './written.ts';

const runs = { numRuns: Number(process.env.FAIRNOTICE_RUNS ?? 400) };

function expectFaithful(a: Block[], b: Block[]): void {
  const comparison = compareBlocks(a, b);
  const html = redlineHtml(comparison, labels);
  expect(nestingFaults(html)).toEqual([]);
  expect(impliedEnds(html)).toEqual([]);
  expect(visibleText(html, 'ins')).toBe(seen(a));
  expect(visibleText(html, 'del')).toBe(seen(b));
  const list = changesHtml(comparison, labels);
  expect([...nestingFaults(list), ...impliedEnds(list)]).toEqual([]);
}

test('any redline is well-formed; without ins it reads as the old version, without del as the new one', () => {
  fc.assert(
    fc.property(versions, ([a, b]) => expectFaithful(a, b)),
    runs,
  );
});

test.for(HARD_CASES.map((hard) => [hard.name, hard] as const))('so is that of %s', ([, { before, after }]) => {
  expectFaithful(blocks(before), blocks(after));
});

test('every link of the list and of a move leads to one element', () => {
  fc.assert(
    fc.property(versions, ([a, b]) => {
      const comparison = compareBlocks(a, b);
      const html = redlineHtml(comparison, labels);
      const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const targets = [...(html + changesHtml(comparison, labels)).matchAll(/ href="#(change-[^"]*)"/g)].map(([, id]) => id);
      expect(ids).toEqual(expect.arrayContaining(targets));
    }),
    runs,
  );
});

function shown(before: string, after: string): string {
  return redlineHtml(compareBlocks(blocks(before), blocks(after)), labels);
}

describe('the page', () => {
  test('announces edits in words that are heard', () => {
    expect(shown('We keep data for 30 days.', 'We keep data for 60 days.')).toBe(
      '<p id="change-1" class="is-changed is-sensitive">We keep data for ' +
        '<span class="visually-hidden">removed: </span><del>30</del><span class="visually-hidden"> end of removed text </span>' +
        '<span class="visually-hidden">added: </span><ins>60</ins><span class="visually-hidden"> end of added text </span> days.</p>',
    );
  });

  test('leaves untouched blocks as they are', () => {
    expect(shown('# Privacy\nText.\n- a\n  - b\n- c', '# Privacy\nText.\n- a\n  - b\n- c')).toBe(
      '<h1 id="privacy">Privacy</h1><p>Text.</p><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>',
    );
  });

  test('says in visible words that a block was removed or added', () => {
    expect(shown('One.\nTwo words.', 'One.')).toBe(
      '<p>One.</p><p id="change-1" class="is-deleted"><span class="redline-note"> Removed </span><del>Two words.</del></p>',
    );
    expect(shown('One.', 'One.\nTwo words.')).toContain(
      '<p id="change-1" class="is-inserted"><span class="redline-note"> Added </span><ins>Two words.</ins></p>',
    );
  });

  test('links both ends of a move, naming the sections', () => {
    const long = 'We use your address only to send you the goods that you have ordered from us.';
    const html = shown(`## One\n${long}\nA.\n## Two\nB.`, `## One\nA.\n## Two\nB.\n${long}`);
    expect(html).toContain('<p id="change-1" class="is-moved is-moved-from"><span class="redline-note"> Moved to <a href="#change-2">Two</a> </span><del>');
    expect(html).toContain(
      '<p id="change-2" class="is-moved is-moved-to"><span class="redline-note"> Moved from <a href="#change-1">One</a> </span><ins class="is-kept">',
    );
  });

  test('keeps an edit inside a link inside that link', () => {
    expect(shown('See [our old policy](/p) now.', 'See [our new policy](/p) now.')).toMatch(
      /<a href="\/p">our <span[^>]*>removed: <\/span><del>old<\/del>.*<ins>new<\/ins><span[^>]*> end of added text <\/span> policy<\/a> now/,
    );
  });

  test('says where a link led and where it leads', () => {
    expect(shown('See [partners](/a).', 'See [partners](/b).')).toContain('Link changed (partners): before <code>/a</code>, now <code>/b</code>');
  });

  test('shows a rewritten block in two parts', () => {
    expect(shown('A.\nYour privacy is important to us.\nZ.', 'A.\nHere are all facts.\nZ.')).toMatch(
      /class="is-replaced"><span class="redline-note"> Rewritten <\/span><span class="redline-before">.*<\/span><span class="redline-after">/,
    );
  });

  test('shows escaped bars as bars, in the cell where they stand', () => {
    expect(shown('! | A | B |\n| x \\| y | one |', '! | A | B |\n| x \\| y | two |')).toContain('<tr id="change-1" class="is-changed"><td>x | y</td><td>');
  });

  test('marks a new column once and its cells', () => {
    const html = shown('! | Name | Life |\n| a | 1 day |\n| z | 9 days |', '! | Name | Who | Life |\n| a | Us | 1 day |\n| n | Us | 2 hours |');
    expect(html.match(/Column added/g)).toHaveLength(1);
    expect(html).toContain('<th scope="col" class="is-inserted"><span class="redline-note"> Column added </span>');
    // A row of the old table has nothing in it.
    expect(html).toMatch(/<tr id="[^"]*" class="is-deleted[^"]*"><td>.*z<\/del><\/td><td><\/td><td>/);
  });

  test('lets no markup and no script through', () => {
    const evil: Block[] = [
      {
        kind: 'paragraph',
        section: '',
        prefix: '',
        text: '<img src=x onerror=alert(1)> & "link"',
        marks: [
          { type: 'link', start: 0, end: 5, href: 'javascript:alert(1)' },
          { type: 'link', start: 6, end: 9, href: 'https://ok.example/?a="><script>' },
        ],
      },
      { kind: 'heading', section: '"><b>', id: '"><b>', level: 2, prefix: '## ', text: 'T' },
    ];
    const html = redlineHtml(compareBlocks([], evil), labels);
    expect(html).not.toMatch(/<img|<script|<b>|javascript:/);
    expect(html).toContain('href="https://ok.example/?a=&quot;&gt;&lt;script&gt;"');
  });

  test.for(['javascript:x', 'JaVaScRiPt:x', ' javascript:x', 'java\nscript:x', 'data:text/html,x', 'vbscript:x', '//evil.example', '\\\\evil.example'])(
    'drops the address %j',
    (href) => {
      const block: Block = { kind: 'paragraph', section: '', prefix: '', text: 'word', marks: [{ type: 'link', start: 0, end: 4, href }] };
      expect(redlineHtml(compareBlocks([block], [block]), labels)).toBe('<p>word</p>');
    },
  );
});
