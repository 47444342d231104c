/**
 * From one version's MDX and the data of its date to the HTML of its article. Policies are prose with
 * a few components; nothing in them is executed: imports, exports and expressions are refused, so that
 * a policy can never read more than the registry and the table of laws.
 */
import type { Element, ElementContent, Root, RootContent } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { mdxToHast } from 'satteri';
import type { Component, ComponentContext } from './components/context.ts';
import { COMPONENTS } from './components/index.ts';
import { slugOf } from './slug.ts';

/** HTML that an author may write for what Markdown lacks, with the attributes that are kept. */
const PLAIN_ELEMENTS: Record<string, readonly string[]> = {
  br: [],
  abbr: ['title'],
  sub: [],
  sup: [],
  small: [],
  q: ['lang'],
  cite: ['lang'],
  span: ['lang', 'dir', 'id'],
  bdi: ['dir'],
  dfn: [],
  time: ['datetime'],
  details: [],
  summary: [],
  div: ['lang', 'dir', 'id'],
  p: ['lang', 'dir', 'id'],
  a: ['href', 'id'],
  em: [],
  strong: [],
};
const SAFE_ADDRESS = /^(https?:|mailto:|tel:|\/|#|\.{0,2}\/|[^:]*$)/i;

/** What is wrong in an MDX file, and where: `line` and `column` count from 1 in the body. */
export class MdxError extends Error {
  override readonly name = 'MdxError';
  readonly line: number;
  readonly column: number;
  constructor(message: string, line = 1, column = 1) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

type Node = RootContent | ElementContent;
interface JsxNode {
  type: 'mdxJsxFlowElement' | 'mdxJsxTextElement';
  name: string | null;
  attributes: { type: string; name?: string; value?: unknown }[];
  children: ElementContent[];
  position?: { start: { line: number; column: number } };
}

/**
 * Renders the article of a version.
 *
 * @param body MDX without its front matter.
 * @throws {MdxError} where the source cannot be read or uses what a policy may not.
 */
export function renderArticle(body: string, title: string, context: ComponentContext): string {
  try {
    return render(parse(body, false, context), title, context);
  } catch (error) {
    if (!(error instanceof MdxError) || error.line > 1) throw error;
    // Positions cost time and memory, so they are only asked for when there is something to point at.
    return render(parse(body, true, context), title, context);
  }
}

function parse(body: string, position: boolean, { t }: ComponentContext): Root {
  const footnotes = { label: t('component.footnotes'), backLabel: t('component.footnotes.back') };
  try {
    return mdxToHast(body, { position, features: { headingAttributes: true, gfm: { footnotes } } }) as Root;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, line, column, words] = /^(\d+):(\d+): (.*?)(?: \(mdx[^)]*\))?$/s.exec(message) ?? [];
    throw new MdxError(`${words ?? message}. A brace or a sign < that is meant as text is written \\{ or \\<.`, Number(line ?? 1), Number(column ?? 1));
  }
}

function render(root: Root, title: string, context: ComponentContext): string {
  const children = root.children.flatMap((node) => transform(node as Node, context)) as RootContent[];
  addHeadingIds(children);
  const heading: Element = { type: 'element', tagName: 'h1', properties: {}, children: [{ type: 'text', value: title }] };
  return [heading, ...children]
    .filter((node) => !(node.type === 'text' && node.value.trim() === ''))
    .map((node) => toHtml(node, { closeSelfClosing: false, omitOptionalTags: false }))
    .join('\n');
}

function transform(node: Node, context: ComponentContext): ElementContent[] {
  switch (node.type as string) {
    case 'element':
      return [plainElement(node as Element, context)];
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      return jsx(node as unknown as JsxNode, context);
    case 'mdxFlowExpression':
    case 'mdxTextExpression': {
      const { value } = node as unknown as { value: string };
      if (/^\s*(\/\*[\s\S]*\*\/\s*)?$/.test(value)) return [];
      throw at(node, `{${value}} would be evaluated, and a policy evaluates nothing. Write \\{ for a brace that is meant as text`);
    }
    case 'mdxjsEsm':
      throw at(node, 'import and export are not for policies: the components are always there');
    case 'raw':
      throw at(node, 'raw HTML is not read here; use Markdown or one of the components');
    case 'text':
      return [node as ElementContent];
    default:
      return [];
  }
}

function plainElement(node: Element, context: ComponentContext): Element {
  const children = node.children.flatMap((child) => transform(child, context));
  const properties = { ...node.properties };
  // A picture may say anything, and neither the canonical text nor a redline would know; one from elsewhere tells a third party who reads.
  if (node.tagName === 'img') throw at(node, `images are not supported, and this one is ${String(properties.src)}. Say in words what it shows`);
  if (node.tagName === 'a' && !SAFE_ADDRESS.test(String(properties.href ?? ''))) {
    throw at(node, `the link leads to ${String(properties.href)}; links begin with https:, mailto:, tel:, / or #`);
  }
  if (node.tagName === 'th' || node.tagName === 'td') alignByClass(properties);
  if (node.tagName === 'th') properties.scope ??= 'col';
  return { type: 'element', tagName: node.tagName, properties, children, ...placeOf(node) };
}

/** Column alignment as a class: pages are served without inline style. */
function alignByClass(properties: Element['properties']): void {
  const side = /text-align:\s*(center|right)/.exec(String(properties.style ?? ''))?.[1];
  delete properties.style;
  if (side) properties.className = [side === 'right' ? 'align-end' : 'align-center'];
}

function jsx(node: JsxNode, context: ComponentContext): ElementContent[] {
  const name = node.name ?? '';
  const children = node.children.flatMap((child) => transform(child, context));
  if (name === '') return children;
  const component = COMPONENTS[name];
  if (component && node.type === 'mdxJsxTextElement') throw at(node, `<${name}> stands inside a sentence. It is a block of its own: give it a line of its own`);
  if (component) return callComponent(component, node, children, context);
  const allowed = PLAIN_ELEMENTS[name];
  if (!allowed) {
    throw at(
      node,
      `<${name}> is neither a component (${Object.keys(COMPONENTS).join(', ')}) nor plain HTML that a policy may use (${Object.keys(PLAIN_ELEMENTS).join(', ')})`,
    );
  }
  const properties: Element['properties'] = {};
  for (const [key, value] of Object.entries(propsOf(node))) {
    if (!allowed.includes(key)) throw at(node, `<${name}> does not take ${key}${allowed.length > 0 ? `, only ${allowed.join(', ')}` : ''}`);
    properties[key === 'datetime' ? 'dateTime' : key] = value;
  }
  return [plainElement({ type: 'element', tagName: name, properties, children, ...placeOf(node) }, { ...context })];
}

function callComponent(component: Component, node: JsxNode, children: ElementContent[], context: ComponentContext): ElementContent[] {
  try {
    return component(propsOf(node), children, context);
  } catch (error) {
    if (error instanceof MdxError) throw error;
    throw at(node, error instanceof Error ? error.message : String(error));
  }
}

function propsOf(node: JsxNode): Record<string, string | boolean> {
  const props: Record<string, string | boolean> = {};
  for (const attribute of node.attributes) {
    if (attribute.type !== 'mdxJsxAttribute' || attribute.name === undefined) throw at(node, `<${node.name}> takes no {...spread}`);
    if (attribute.value === null || attribute.value === undefined) props[attribute.name] = true;
    else if (typeof attribute.value === 'string') props[attribute.name] = attribute.value;
    else throw at(node, `${attribute.name} of <${node.name}> is a quoted text, ${attribute.name}="…", never an expression`);
  }
  return props;
}

function addHeadingIds(nodes: RootContent[]): void {
  const used = new Set<string>();
  const headings = nodes.filter((node): node is Element => node.type === 'element' && /^h[2-6]$/.test(node.tagName));
  for (const heading of headings) {
    const id = heading.properties.id;
    if (typeof id !== 'string' || id === '') continue;
    if (used.has(id)) throw at(heading, `two headings have the id ${id}; an id names one place`);
    used.add(id);
  }
  for (const heading of headings) {
    if (typeof heading.properties.id === 'string' && heading.properties.id !== '') continue;
    heading.properties.id = slugOf(textOf(heading), used);
    used.add(String(heading.properties.id));
  }
}

function textOf(node: Element | ElementContent): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(textOf).join('') : '';
}

function placeOf({ position }: { position?: unknown }): Pick<Element, 'position'> {
  return position === undefined ? {} : { position: position as NonNullable<Element['position']> };
}

function at(node: unknown, message: string): MdxError {
  const start = (node as { position?: { start: { line: number; column: number } } }).position?.start;
  return new MdxError(message, start?.line, start?.column);
}
