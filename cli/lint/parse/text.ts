/**
 * Plain text as a unified parser: paragraphs between empty lines, lists by their bullets, and headings by
 * what they look like. It guesses carefully: what is not plainly a heading stays a paragraph.
 */

import type { Node } from 'mdast';
import type { Processor } from 'unified';
import { pointFinder } from '../place.ts';
import type { SyntaxNode } from '../syntax.ts';

interface Line {
  text: string;
  start: number;
}

const EMPTY: Line = { text: '', start: 0 };
const BULLET = /^\s*(?:[-*•–]|\d{1,2}[.)])\s+/u;
const NUMBERED = /^\s*(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\p{Lu}/u;
const UNDERLINE = /^\s*(={3,}|-{3,})\s*$/;

export function text(this: Processor): void {
  this.parser = (source): Node => parseText(source);
}

/** The mdast of a plain text. */
export function parseText(source: string): SyntaxNode {
  const locate = pointFinder(source);
  const position = (start: number, end: number): Node['position'] => ({ start: locate(start), end: locate(end) });
  const leaf = (type: string, start: number, end: number, more: Partial<SyntaxNode> = {}): SyntaxNode => ({
    type,
    position: position(start, end),
    children: [{ type: 'text', value: source.slice(start, end), position: position(start, end) }],
    ...more,
  });
  const children = groups(source).flatMap((lines) => readGroup(lines, leaf));
  const [first] = children;
  // What stands alone at the top is the title.
  if (first?.type === 'heading' && !NUMBERED.test(source)) first.depth = 1;
  return { type: 'root', position: position(0, source.length), children };
}

type Leaf = (type: string, start: number, end: number, more?: Partial<SyntaxNode>) => SyntaxNode;

/** Lines between empty lines. */
function groups(source: string): Line[][] {
  const found: Line[][] = [[]];
  let start = 0;
  for (const line of source.split('\n')) {
    const trimmed = line.replace(/\s+$/, '');
    if (trimmed) found.at(-1)?.push({ text: trimmed, start });
    else if (found.at(-1)?.length) found.push([]);
    start += line.length + 1;
  }
  return found.filter((lines) => lines.length);
}

function readGroup(lines: Line[], leaf: Leaf): SyntaxNode[] {
  const [first, second] = lines;
  if (!first) return [];
  if (second && UNDERLINE.test(second.text) && isTitle(first.text)) {
    return [headingOf(first, second.text.includes('=') ? 1 : 2, leaf), ...readGroup(lines.slice(2), leaf)];
  }
  if (lines.length === 1 && isHeading(first.text)) return [headingOf(first, levelOf(first.text), leaf)];
  const bullet = lines.findIndex((line) => BULLET.test(line.text));
  if (bullet === -1) return [paragraphOf(lines, leaf)];
  const before = bullet > 0 ? [paragraphOf(lines.slice(0, bullet), leaf)] : [];
  return [...before, listOf(lines.slice(bullet), leaf)];
}

/** Short, and without the full stop of a sentence. */
function isTitle(line: string): boolean {
  return line.length <= 80 && !/[.,;:!?]$/.test(line.trim());
}

function isHeading(line: string): boolean {
  if (!isTitle(line) || !/^\s*[\p{L}\p{N}]/u.test(line)) return false;
  const letters = line.replace(/[^\p{L}]/gu, '');
  return NUMBERED.test(line) || (letters.length > 3 && letters === letters.toUpperCase());
}

function levelOf(line: string): number {
  return 1 + (NUMBERED.exec(line)?.[1]?.split('.').length ?? 1);
}

function headingOf(line: Line, depth: number, leaf: Leaf): SyntaxNode {
  const indent = line.text.length - line.text.trimStart().length;
  return leaf('heading', line.start + indent, line.start + line.text.length, { depth });
}

function paragraphOf(lines: Line[], leaf: Leaf): SyntaxNode {
  const [first = EMPTY] = lines;
  const last = lines.at(-1) ?? first;
  const indent = first.text.length - first.text.trimStart().length;
  return leaf('paragraph', first.start + indent, last.start + last.text.length);
}

function listOf(lines: Line[], leaf: Leaf): SyntaxNode {
  const items: SyntaxNode[] = [];
  for (let index = 0; index < lines.length; ) {
    let next = index + 1;
    while (next < lines.length && !BULLET.test(lines[next]?.text ?? '')) next += 1;
    const line = lines[index] ?? EMPTY;
    const last = lines[next - 1] ?? line;
    const marker = BULLET.exec(line.text)?.[0].length ?? 0;
    const paragraph = leaf('paragraph', line.start + marker, last.start + last.text.length);
    items.push({ type: 'listItem', children: [paragraph], ...(paragraph.position && { position: paragraph.position }) });
    index = next;
  }
  const ordered = /^\s*\d/.test(lines[0]?.text ?? '');
  const start = items[0]?.position?.start;
  const end = items.at(-1)?.position?.end;
  return { type: 'list', ordered, children: items, ...(start && end && { position: { start, end } }) };
}
