/** The whole alignment of two articles, in one direction, and the order in which all blocks are shown. */
import { type Block, lineOf } from '../blocks.ts';
import { type Alignment, alignSections } from './align.ts';
import { pairMoved, pairsInPlace } from './moves.ts';
import type { Reader } from './reader.ts';
import { type Unit, unitsOf } from './splits.ts';
import { isLater } from './words.ts';

/** `units` stay in place, in order on both sides; any other block with a partner has moved. */
export interface Plan {
  a: readonly Block[];
  b: readonly Block[];
  units: Unit[];
  partnerA: Int32Array;
  partnerB: Int32Array;
  /** New section id to old section id, and index pairs in `sections` order. */
  sections: { before?: { id: string; title: string }; after?: { id: string; title: string } }[];
  sectionOfA: readonly string[];
  sectionOfB: readonly string[];
}

/**
 * Always computed from the same side, whichever is called older: the engine breaks ties by direction,
 * and the way back must be the exact mirror of the way there.
 */
export function planComparison(a: readonly Block[], b: readonly Block[], renamed: Readonly<Record<string, string>>, reader: Reader): Plan {
  return isLater(a.map(lineOf), b.map(lineOf)) ? mirror(planOneWay(b, a, renamed, reader)) : planOneWay(a, b, renamed, reader);
}

function planOneWay(a: readonly Block[], b: readonly Block[], renamed: Readonly<Record<string, string>>, reader: Reader): Plan {
  const alignment = alignSections(a, b, renamed, reader);
  pairMoved(alignment);
  const units = unitsOf(alignment, pairsInPlace(alignment));
  const { partnerA, partnerB, sectionsA, sectionsB, sectionOfA, sectionOfB } = alignment;
  return {
    a,
    b,
    units,
    partnerA,
    partnerB,
    sections: namedSections(alignment),
    sectionOfA: Array.from(sectionOfA, (index) => sectionsA[index]?.id ?? ''),
    sectionOfB: Array.from(sectionOfB, (index) => sectionsB[index]?.id ?? ''),
  };
}

function namedSections({ sectionsA, sectionsB, sectionBefore }: Alignment): Plan['sections'] {
  const name = ({ id, title }: { id: string; title: string }) => ({ id, title });
  const living = sectionsB.map((section, index) => {
    const before = sectionsA[sectionBefore[index] ?? -1];
    return { after: name(section), ...(before && { before: name(before) }) };
  });
  const gone = sectionsA.filter((_, index) => !sectionBefore.includes(index));
  return [...living, ...gone.map((section) => ({ before: name(section) }))];
}

function mirror(plan: Plan): Plan {
  const sections = plan.sections.map(({ before, after }) => ({ ...(after && { before: after }), ...(before && { after: before }) }));
  return {
    a: plan.b,
    b: plan.a,
    units: plan.units.map(({ a0, a1, b0, b1 }) => ({ a0: b0, a1: b1, b0: a0, b1: a1 })),
    partnerA: plan.partnerB,
    partnerB: plan.partnerA,
    sections: inOrderOf(sections, plan.sectionOfA),
    sectionOfA: plan.sectionOfB,
    sectionOfB: plan.sectionOfA,
  };
}

/** Sections of the newer version in its order, then those that are gone. */
function inOrderOf(sections: Plan['sections'], order: readonly string[]): Plan['sections'] {
  const places = new Map([...new Set(order)].map((id, place) => [id, place]));
  const place = ({ after }: Plan['sections'][number]) => (after ? (places.get(after.id) ?? 0) : Number.MAX_SAFE_INTEGER);
  return sections.sort((x, y) => place(x) - place(y));
}
