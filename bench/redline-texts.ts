/** Two versions of 10,000 words of which a share of the paragraphs differs, for the redline bench. Deterministic. */
import { type Block, policyHistory, type Section, type Version } from './publish/corpus.ts';

/** The corpus has about 2,500 words in a version; so many policies make one long text. */
const POLICIES = 4;
/** What differs: a share of the paragraphs, list items and table rows, some words of each; or everything, below the same headings. */
export type Difference = number | 'everything';

/** A long version, one between, and one that differs from the first as asked. */
export function longVersions(difference: Difference): { before: Version; between: Version; after: Version } {
  const histories = Array.from({ length: POLICIES }, (_, index) => policyHistory(index, 1));
  const first = histories.map(([version]) => version as Version);
  const before = joined(
    first,
    first.map(({ sections }) => sections),
    1,
  );
  const after = joined(
    first,
    first.map(({ sections }, index) => changed(sections, index, difference)),
    3,
  );
  const [head, ...rest] = before.sections;
  const between = {
    ...before,
    version: 2,
    effective: '2021-01-01',
    announced: '2020-12-01',
    sections: [{ ...head, title: `${head?.title} (updated)` } as Section, ...rest],
  };
  return { before, between, after };
}

function changed(sections: readonly Section[], index: number, difference: Difference): Section[] {
  const others = policyHistory(POLICIES + index, 1)[0]?.sections ?? [];
  const change = difference === 'everything' ? undefined : editor(difference);
  return sections.map((section, place) => ({ ...section, blocks: change ? section.blocks.map(change) : (others[place]?.blocks ?? []) }));
}

function joined(versions: readonly Version[], sections: readonly Section[][], version: number): Version {
  const all = sections.flatMap((own, index) =>
    own.map((section) => ({ ...section, id: `${section.id}-${index + 1}`, title: index === 0 ? section.title : `${section.title} (part ${index + 1})` })),
  );
  const year = 2019 + version;
  return {
    ...(versions[0] as Version),
    policy: 'long',
    title: 'Long policy',
    version,
    announced: `${year - 1}-12-01`,
    effective: `${year}-01-01`,
    edits: [],
    sections: all,
  };
}

/** Changes every paragraph, item and row whose turn has come: some words of it, as an editor would. */
function editor(share: number): (block: Block) => Block {
  let due = 0;
  let serial = 0;
  const turn = (): boolean => {
    due += share;
    if (due < 1) return false;
    due -= 1;
    return true;
  };
  const edit = (text: string): string => {
    serial += 1;
    const words = text.split(' ');
    const place = serial % Math.max(1, words.length - 3);
    return [...words.slice(0, place), ...(INSERTED[serial % INSERTED.length] ?? '').split(' '), ...words.slice(place + 2)].join(' ');
  };
  return (block) => {
    if (block.kind === 'p')
      return turn() ? { ...block, sentences: block.sentences.map((sentence, index) => (index % 2 === 0 ? edit(sentence) : sentence)) } : block;
    if (block.kind === 'ul') return { ...block, items: block.items.map((item) => (turn() ? edit(item) : item)) };
    return { ...block, rows: block.rows.map((row) => (turn() ? row.map((cell, index) => (index === 2 ? edit(cell) : cell)) : row)) };
  };
}

const INSERTED = [
  'for up to 60 days',
  'with the partners named below',
  'unless you object',
  'and the companies of our group',
  'in accordance with the law',
  'no later than one month after',
] as const;
