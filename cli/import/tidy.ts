/** Small repairs of a Markdown tree that change no word: spaces, breaks, and emphasis that is none. */
import type { Nodes, Paragraph, Parents, PhrasingContent, RootContent } from 'mdast';

const SPANS = new Set(['strong', 'emphasis', 'delete', 'link']);

export function tidy(node: Parents): void {
  for (const child of node.children as Nodes[]) if ('children' in child) tidy(child);
  let children = node.children as Nodes[];
  if (node.type === 'heading') children = children.map((child) => (child.type === 'break' ? { type: 'text', value: ' ' } : child));
  children = children.flatMap((child) => (SPANS.has(child.type) ? spacesOut(child as Parents) : [child]));
  children = joined(children);
  children = children.flatMap((child) => (child.type === 'paragraph' ? paragraphs(child) : [child]));
  children = children.filter((child) => !isEmpty(child));
  node.children = children as RootContent[];
}

/** Moves spaces at the borders of a span out of it: `**word **` is no emphasis. */
function spacesOut(span: Parents): Nodes[] {
  const children = span.children as Nodes[];
  const before: Nodes[] = [];
  const after: Nodes[] = [];
  for (;;) {
    const first = children[0];
    if (first?.type === 'break') before.push(...children.splice(0, 1));
    else if (first?.type === 'text' && /^\s/.test(first.value)) {
      before.push({ type: 'text', value: /^\s+/.exec(first.value)?.[0] ?? '' });
      first.value = first.value.trimStart();
      if (first.value === '') children.shift();
    } else break;
  }
  for (;;) {
    const last = children.at(-1);
    if (last?.type === 'break') after.unshift(...children.splice(-1, 1));
    else if (last?.type === 'text' && /\s$/.test(last.value)) {
      after.unshift({ type: 'text', value: /\s+$/.exec(last.value)?.[0] ?? '' });
      last.value = last.value.trimEnd();
      if (last.value === '') children.pop();
    } else break;
  }
  return [...before, ...(children.length > 0 ? [span as Nodes] : []), ...after];
}

/** Joins neighbouring texts, and neighbouring spans of one kind. */
function joined(nodes: Nodes[]): Nodes[] {
  const result: Nodes[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (last?.type === 'text' && node.type === 'text') last.value += node.value;
    else if (last && last.type === node.type && (node.type === 'strong' || node.type === 'emphasis' || node.type === 'delete')) {
      (last as Parents).children = joined([...((last as Parents).children as Nodes[]), ...(node.children as Nodes[])]) as RootContent[];
    } else result.push(node);
  }
  return result;
}

/** Parts a paragraph where two line breaks follow each other, and takes breaks off its ends. */
function paragraphs(paragraph: Paragraph): Nodes[] {
  const groups: PhrasingContent[][] = [[]];
  let breaks: PhrasingContent[] = [];
  for (const child of paragraph.children) {
    if (child.type === 'break') {
      breaks.push(child);
      continue;
    }
    if (breaks.length > 0 && child.type === 'text' && child.value.trim() === '') continue;
    const group = groups.at(-1) as PhrasingContent[];
    if (breaks.length > 1 && group.length > 0) groups.push([child]);
    else {
      if (breaks.length === 1 && group.length > 0) group.push(...breaks);
      group.push(child);
    }
    breaks = [];
  }
  return groups.map((children) => ({ ...paragraph, children: trimmed(children) }));
}

function trimmed(children: PhrasingContent[]): PhrasingContent[] {
  const first = children[0];
  if (first?.type === 'text') first.value = first.value.replace(/^[ \t\n]+/, '');
  const last = children.at(-1);
  if (last?.type === 'text') last.value = last.value.replace(/[ \t\n]+$/, '');
  return children.filter((child) => child.type !== 'text' || child.value !== '');
}

function isEmpty(node: Nodes): boolean {
  if (node.type === 'text') return node.value === '';
  if (node.type === 'listItem' || node.type === 'tableCell' || node.type === 'tableRow' || !('children' in node)) return false;
  return node.type !== 'mdxJsxTextElement' && node.type !== 'mdxJsxFlowElement' && node.children.length === 0;
}
