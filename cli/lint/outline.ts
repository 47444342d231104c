/** Sections: what stands under each heading, and the numbers that authors type in front of them. */
import type { Passage } from './passage.ts';
import { isComponent, nodesOf, type SyntaxNode } from './syntax.ts';

/** A number typed into a heading: `3.`, `4.1`, `B)`, `iv.`. */
export interface TypedNumber {
  style: 'arabic' | 'upper' | 'lower' | 'roman';
  /** `[4, 1]` of 4.1. */
  parts: readonly number[];
  label: string;
}

export interface Section {
  /** Absent of what stands before the first heading. */
  heading?: Passage;
  /** 1 to 6; 0 before the first heading. */
  depth: number;
  title: string;
  number?: TypedNumber;
  parent?: Section;
  children: Section[];
  /** Without the heading, and without those of sections inside. */
  passages: Passage[];
  /** Blocks of its own, at the top level of the document. */
  nodes: SyntaxNode[];
  /** Anchor of the heading. */
  id: string;
}

/** Passages of a section and of the sections inside it. */
export function passagesUnder(section: Section): Passage[] {
  return [...section.passages, ...section.children.flatMap((child) => [...(child.heading ? [child.heading] : []), ...passagesUnder(child)])];
}

/** Components in a section and in those inside it. */
export function componentsUnder(section: Section): SyntaxNode[] {
  const own = section.nodes.flatMap((node) => [...nodesOf(node)].filter(isComponent));
  return [...own, ...section.children.flatMap(componentsUnder)];
}

/** Does a reader meet anything under this heading before the next one? */
export function hasContent(section: Section): boolean {
  return section.nodes.some((node) => !isInvisible(node));
}

/** Comments, bare anchors, imports, rules, definitions: nothing to read. */
export function isInvisible(node: SyntaxNode): boolean {
  if (node.type === 'html')
    return !/<(img|iframe|table|video|object|embed|form|hr)\b/i.test(node.value ?? '') && !(node.value ?? '').replace(/<!--[\s\S]*?-->|<[^>]*>/g, '').trim();
  if (node.type === 'mdxFlowExpression') return /^\s*(\/\*[\s\S]*\*\/)?\s*$/.test(node.value ?? '');
  if (node.type === 'paragraph')
    return [...nodesOf(node)].every(
      (inner) =>
        !/^(text|inlineCode|image|imageReference|mdxJsxTextElement|mdxTextExpression|footnoteReference)$/.test(inner.type) ||
        (inner.type === 'text' && !inner.value?.replace(/\{:[^{}]*\}/g, '').trim()),
    );
  return ['definition', 'thematicBreak', 'yaml', 'toml', 'mdxjsEsm'].includes(node.type);
}

/** The sections of a document, flat and in order; the first one has no heading and may be empty. */
export function readOutline(root: SyntaxNode, passages: readonly Passage[], slug: (heading: Passage) => string): Section[] {
  const sections: Section[] = [{ depth: 0, title: '', children: [], passages: [], nodes: [], id: '' }];
  const byHeading = new Map(passages.filter((passage) => passage.kind === 'heading').map((passage) => [passage.node, passage]));
  const byBlock = new Map<SyntaxNode, Passage[]>();
  for (const passage of passages) {
    const top = passage.ancestors[1] ?? passage.node;
    byBlock.set(top, [...(byBlock.get(top) ?? []), passage]);
  }
  for (const node of root.children ?? []) {
    const heading = byHeading.get(node);
    if (heading) openSection(sections, heading, slug(heading));
    const section = sections.at(-1);
    if (!section) continue;
    if (heading) heading.section = section;
    else {
      section.nodes.push(node);
      for (const passage of byBlock.get(node) ?? []) {
        passage.section = section;
        section.passages.push(passage);
      }
    }
  }
  return sections;
}

function openSection(sections: Section[], heading: Passage, id: string): void {
  const depth = heading.node.depth ?? 2;
  let parent: Section | undefined = sections.at(-1);
  while (parent && parent.depth >= depth) parent = parent.parent;
  const title = heading.text.replace(/\s+/g, ' ').trim();
  const number = typedNumber(title);
  const section: Section = {
    heading,
    depth,
    title,
    children: [],
    passages: [],
    nodes: [],
    id,
    ...(number && { number }),
    ...(parent && parent.depth > 0 && { parent }),
  };
  if (parent && parent.depth > 0) parent.children.push(section);
  sections.push(section);
}

/** The number in front of a heading, if it is one. `2025 in review` and `24-hour support` are not. */
export function typedNumber(title: string): TypedNumber | undefined {
  const match =
    /^(?:(?:section|article|part|clause|abschnitt|artikel)\s+|§\s*)?(?:(\d{1,2}(?:\.\d{1,2})+)[.):]?|(\d{1,2})[.):]|([A-Z])[.):]|([a-z])[.)]|\(([a-z])\)|([ivx]{2,4})[.)]|([IVX]{2,5})[.):])\s+(?=\S)/i.exec(
      title,
    );
  if (!match) return undefined;
  const [, several, one, single, , bracketed, ...romans] = match;
  const label = several ?? one ?? single ?? match[4] ?? bracketed ?? romans.find(Boolean) ?? '';
  if (several ?? one) return { style: 'arabic', parts: label.split('.').map(Number), label };
  const roman = romans.find(Boolean);
  if (roman) return { style: 'roman', parts: [romanValue(roman)], label };
  const style = label === label.toUpperCase() ? 'upper' : 'lower';
  return { style, parts: [label.toLowerCase().charCodeAt(0) - 96], label };
}

function romanValue(text: string): number {
  const values = { i: 1, v: 5, x: 10 } as Record<string, number>;
  const digits = [...text.toLowerCase()].map((sign) => values[sign] ?? 0);
  return digits.reduce((sum, value, index) => sum + (value < (digits[index + 1] ?? 0) ? -value : value), 0);
}
