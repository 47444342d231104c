/**
 * What MDX adds to Markdown, made plain: HTML written as JSX becomes HTML, this project's own
 * components stay, and everything that a program would have made visible is kept as the text it is.
 */
import type { Nodes, Parents, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { excerpt, type Notes } from './notes.ts';
import type { Tokens } from './tokens.ts';

/** Components without children of their own. Their words come from the registry, not from the source. */
const OWN_COMPONENTS = new Set(['Cookies', 'Rights', 'Deadlines', 'RequestForm']);

type Jsx = Extract<Nodes, { type: 'mdxJsxFlowElement' | 'mdxJsxTextElement' }>;

export function lowerMdx(tree: Root, source: string, tokens: Tokens, notes: Notes): void {
  visit(tree, (node, index, parent: Parents | undefined) => {
    if (!parent || index === undefined) return;
    const put = (...nodes: Nodes[]): number => {
      (parent.children as Nodes[]).splice(index, 1, ...nodes);
      return index;
    };
    const words = (text: string): Nodes => {
      const held: Nodes = { type: 'text', value: tokens.hold({ type: 'words', words: text }) };
      return node.type.includes('Flow') ? { type: 'paragraph', children: [held] } : held;
    };
    switch (node.type) {
      case 'mdxjsEsm':
        notes.add('mdx', `import and export show nothing and were taken out: ${excerpt(node.value)}`);
        return put();
      case 'mdxFlowExpression':
      case 'mdxTextExpression': {
        if (/^\s*(\/\*[\s\S]*\*\/\s*)?$/.test(node.value)) {
          if (node.value.trim() !== '') notes.add('comment', `a comment was left out: ${excerpt(node.value)}`);
          return put();
        }
        const [, , literal] = /^\s*(["'`])((?:(?!\1)[^\\$])*)\1\s*$/.exec(node.value) ?? [];
        if (literal !== undefined) return put(...(literal === '' ? [] : [words(literal)]));
        notes.add('mdx', `an expression is kept as visible text, to be replaced: {${excerpt(node.value)}}`);
        return put(words(`{${node.value.trim()}}`));
      }
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement':
        return element(node, source, put, tokens, notes);
      default:
        return;
    }
  });
}

function element(node: Jsx, source: string, put: (...nodes: Nodes[]) => number, tokens: Tokens, notes: Notes): number {
  const name = node.name ?? '';
  const children = node.children as Nodes[];
  if (name === '') return put(...children);
  const attributes = plainAttributes(node);
  if (OWN_COMPONENTS.has(name) && attributes && children.length === 0) {
    const held: Nodes = { type: 'text', value: tokens.hold({ type: 'component', name, attributes }) };
    return put(node.type === 'mdxJsxFlowElement' ? { type: 'paragraph', children: [held] } : held);
  }
  if (/^[a-z][a-z0-9]*$/.test(name)) {
    if (!attributes) notes.add('mdx', `computed attributes of <${name}> were left out`);
    const kept = attributes ?? {};
    // remark-rehype makes an element of any node that says its name.
    return put({ type: 'mdxElement', data: { hName: name, hProperties: lowerNames(kept) }, children } as unknown as Nodes);
  }
  const start = node.position?.start.offset ?? 0;
  const tag = excerpt(source.slice(start, (children[0]?.position?.start.offset ?? node.position?.end.offset) || start));
  notes.add(
    'mdx',
    `what the component ${tokens.words(tag)} shows is not in the source; ${children.length > 0 ? 'its content was kept' : 'it is kept as visible text, to be replaced'}`,
  );
  if (children.length > 0) return put(...children);
  const held: Nodes = { type: 'text', value: tokens.hold({ type: 'words', words: tokens.words(source.slice(start, node.position?.end.offset)) }) };
  return put(node.type === 'mdxJsxFlowElement' ? { type: 'paragraph', children: [held] } : held);
}

/** Attributes that are plain texts, or nothing where one is computed. */
function plainAttributes(node: Jsx): Record<string, string> | undefined {
  const attributes: Record<string, string> = {};
  for (const attribute of node.attributes) {
    if (attribute.type !== 'mdxJsxAttribute') return undefined;
    if (typeof attribute.value === 'object' && attribute.value !== null) return undefined;
    attributes[attribute.name] = attribute.value ?? '';
  }
  return attributes;
}

function lowerNames(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name === 'class' ? 'className' : name, value]));
}
