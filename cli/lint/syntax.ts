/**
 * A loose view of mdast and its MDX extensions: the few fields that rules read. Two parsers with two sets
 * of types feed it, and both deliver this shape.
 */
import type { Node } from 'mdast';

export interface SyntaxNode extends Node {
  children?: SyntaxNode[];
  value?: string;
  depth?: number;
  ordered?: boolean | null;
  start?: number | null;
  url?: string;
  alt?: string | null;
  identifier?: string;
  /** Of a JSX element: the component or tag. */
  name?: string | null;
  attributes?: { type: string; name?: string; value?: unknown }[];
}

/** Offsets into the source, UTF-16 code units, `end` exclusive. */
export interface Place {
  start: number;
  end: number;
}

export function placeOf(node: SyntaxNode): Place | undefined {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  return start === undefined || end === undefined ? undefined : { start, end };
}

export function isComponent(node: SyntaxNode): boolean {
  return (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') && /^[A-Z]/.test(node.name ?? '');
}

/** The text under a node, without markup. */
export function plainText(node: SyntaxNode): string {
  if (node.type === 'html') return '';
  return node.value ?? (node.children ?? []).map(plainText).join('');
}

/** Every node under `node`, itself first, in reading order. */
export function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children ?? []) yield* nodesOf(child);
}
