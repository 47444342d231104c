/** Sections that carry typed numbers, in the groups in which they count. */
import type { LintDocument } from './document.ts';
import type { Section, TypedNumber } from './outline.ts';

export interface Numbered {
  section: Section;
  number: TypedNumber;
}

/** Siblings under one heading that are numbered in one style, in order. */
export function numberedSiblings({ sections }: LintDocument): Numbered[][] {
  const groups = new Map<string, Numbered[]>();
  for (const section of sections) {
    const { number, parent, depth } = section;
    if (!number) continue;
    const key = `${parent?.id ?? ''}\u0000${parent ? '' : depth}\u0000${styleOf(number)}\u0000${number.parts.length}\u0000${number.parts.slice(0, -1).join('.')}`;
    const group = groups.get(key) ?? [];
    group.push({ section, number });
    groups.set(key, group);
  }
  return [...groups.values()].filter((group) => group.length > 1).map(romanAsLetters);
}

/** Each numbered section with the one before it in its group. */
export function numberedNeighbours(document: LintDocument): { before: Numbered; after: Numbered }[] {
  return numberedSiblings(document).flatMap((group) =>
    group.slice(1).flatMap((after, index) => {
      const before = group[index];
      return before ? [{ before, after }] : [];
    }),
  );
}

export function last(number: TypedNumber): number {
  return number.parts.at(-1) ?? 0;
}

/** `I.` may be nine or the letter: among letters it is the letter. Roman siblings count with the letters until then. */
function styleOf(number: TypedNumber): string {
  return number.style === 'arabic' ? 'arabic' : 'letters';
}

function romanAsLetters(group: Numbered[]): Numbered[] {
  const roman = group.some(({ number }) => number.style === 'roman') && /^[ivx]+$/i.test(group[0]?.number.label ?? '');
  if (!roman) return group;
  const values: Record<string, number> = { i: 1, v: 5, x: 10 };
  return group.map(({ section, number }) =>
    number.style === 'roman' ? { section, number } : { section, number: { ...number, parts: [values[number.label.toLowerCase()] ?? last(number)] } },
  );
}
