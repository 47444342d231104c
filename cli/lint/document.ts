/**
 * A document as rules see it: passages, sections, links and components, read once. Texts that only few
 * rules need (the previous version, the prevailing language) are read when they are asked for.
 */

import { unified } from 'unified';
import { parse as parseYaml } from 'yaml';
import type { PolicyKind } from '../../core/vocabulary.ts';
import { explicitIds, slugger } from './anchors.ts';
import { type Topic, topicsOfComponent } from './components.ts';
import { type Format, type LintInput, type LintOptions, type LintTree, type RuleRegime, ruleRegimes } from './input.ts';
import { componentsUnder, readOutline, type Section } from './outline.ts';
import { markdown } from './parse/markdown.ts';
import { mdx } from './parse/mdx.ts';
import { text } from './parse/text.ts';
import { type Passage, readPassages } from './passage.ts';
import { type Sentence, sentencesOf } from './sentences.ts';
import { isComponent, nodesOf, type Place, placeOf, type SyntaxNode } from './syntax.ts';

const PARSERS = { md: unified().use(markdown).freeze(), mdx: unified().use(mdx).freeze(), txt: unified().use(text).freeze() };

const OTHER_POLICY = /\bprivacy (?:policy|notice|statement)\b|\bdatenschutz(?:erklärung|hinweise|richtlinie)\b/i;

export interface Link {
  href: string;
  text: string;
  passage: Passage;
  place: Place;
}

export class LintDocument {
  readonly path: string;
  readonly source: string;
  readonly format: Format;
  readonly locale: string;
  /** The language alone: `de` of `de-AT`. */
  readonly language: string;
  readonly tree: LintTree | undefined;
  readonly kind: PolicyKind | undefined;
  readonly regimes: readonly RuleRegime[];
  readonly today: string | undefined;
  readonly root: SyntaxNode;
  readonly passages: readonly Passage[];
  readonly sections: readonly Section[];
  readonly links: readonly Link[];
  readonly components: readonly SyntaxNode[];
  /** Front matter as it was written, unchecked. */
  readonly frontMatter: Readonly<Record<string, unknown>>;
  /** All prose, a passage on each line. */
  readonly text: string;
  readonly #input: LintInput;
  readonly #options: LintOptions;
  #sentences?: readonly Sentence[];
  #anchors?: ReadonlySet<string>;
  #previous?: LintDocument;
  #prevailing?: LintDocument;
  #covered?: ReadonlySet<Topic>;

  /** Throws what the parser throws, where the source cannot be read. */
  constructor(input: LintInput, options: LintOptions = {}) {
    this.path = input.path;
    this.source = input.source;
    this.format = input.format;
    this.locale = input.locale;
    this.language = input.locale.split('-')[0] ?? input.locale;
    this.tree = input.tree;
    this.kind = input.tree?.policy.kind ?? options.kind;
    this.regimes = input.tree ? ruleRegimes(input.tree.organisation.regimes) : (options.regimes ?? []);
    this.today = options.today;
    this.root = PARSERS[input.format].parse(input.source) as SyntaxNode;
    const passages = readPassages(this.root, input.source).filter(
      (passage) => passage.kind === 'heading' || passage.kind === 'cell' || passage.text.trim() || passage.spans.length,
    );
    this.sections = readOutline(this.root, passages, slugger(input.format));
    this.passages = passages;
    const [beginning] = this.sections;
    for (const passage of passages) if (beginning) passage.section ??= beginning;
    this.links = passages.flatMap(linksOf);
    this.components = [...nodesOf(this.root)].filter(isComponent);
    this.frontMatter = readFrontMatter(this.root);
    this.text = passages.map((passage) => passage.prose).join('\n');
    this.#input = input;
    this.#options = options;
  }

  get sentences(): readonly Sentence[] {
    this.#sentences ??= this.passages.filter((passage) => passage.kind !== 'heading').flatMap((passage) => sentencesOf(passage, this.language));
    return this.#sentences;
  }

  /** Everything that `#…` can lead to in this document. */
  get anchors(): ReadonlySet<string> {
    this.#anchors ??= new Set(this.tree?.version.anchors ?? [...this.sections.map((section) => section.id), ...explicitIds(this.root, this.passages)]);
    return this.#anchors;
  }

  /** The version in force before this one, read in the same way. */
  get previous(): LintDocument | undefined {
    const { previous } = this.tree ?? {};
    if (previous) this.#previous ??= this.#sibling(previous.source, this.locale);
    return this.#previous;
  }

  /** Of a translation: the text that counts. */
  get prevailing(): LintDocument | undefined {
    const locale = this.tree?.policy.prevailing;
    const source = locale === undefined || locale === this.locale ? undefined : this.tree?.translations[locale];
    if (locale !== undefined && source !== undefined) this.#prevailing ??= this.#sibling(source, locale);
    return this.#prevailing;
  }

  /** Is this the language whose text counts? So too outside a content tree. */
  get isPrevailing(): boolean {
    return !this.tree || this.tree.policy.prevailing === this.locale;
  }

  /**
   * Outside a content tree: does the beginning send readers to another privacy policy for the rest? Then this
   * is a notice beside it, and what it lacks may stand there.
   */
  get isSupplement(): boolean {
    if (this.tree) return false;
    const beginning = new Set(this.passages.filter((passage) => passage.kind !== 'heading').slice(0, 8));
    return this.links.some(
      ({ href, text, passage }) =>
        beginning.has(passage) && !href.startsWith('#') && !/archive|previous|prior|cookie/i.test(`${href} ${text}`) && OTHER_POLICY.test(text),
    );
  }

  /** Is most of the text inside raw HTML, where no rule looks? `fairnotice import` turns it into Markdown. */
  get isMostlyHtml(): boolean {
    const inside = [...nodesOf(this.root)]
      .filter((node) => node.type === 'html')
      .reduce((sum, node) => sum + (node.value ?? '').replace(/<[^>]*>/g, '').length, 0);
    return inside > this.text.length;
  }

  /** Do the components in the document (or in a section of it) speak of this topic? */
  covers(topic: Topic, section?: Section): boolean {
    if (section) return componentsUnder(section).some((component) => topicsOfComponent(component).includes(topic));
    this.#covered ??= new Set(this.components.flatMap(topicsOfComponent));
    return this.#covered.has(topic);
  }

  /** Where a key of the front matter stands; the first line where there is none. */
  frontMatterPlace(key: string): Place {
    const yaml = this.root.children?.find((node) => node.type === 'yaml');
    const block = yaml && placeOf(yaml);
    const found = block && new RegExp(`^${key}[ \\t]*:.*$`, 'm').exec(this.source.slice(block.start, block.end));
    if (block && found) return { start: block.start + found.index, end: block.start + found.index + found[0].trimEnd().length };
    return { start: 0, end: 0 };
  }

  #sibling(source: string, locale: string): LintDocument {
    return new LintDocument({ path: this.path, source, format: this.#input.format, locale }, this.#options);
  }
}

function linksOf(passage: Passage): Link[] {
  return passage.spansOf('link').map((span) => ({
    href: span.href ?? '',
    text: passage.text.slice(span.start, span.end),
    passage,
    place: placeOf(span.node) ?? passage.place(span.start, span.end),
  }));
}

function readFrontMatter(root: SyntaxNode): Record<string, unknown> {
  const yaml = root.children?.find((node) => node.type === 'yaml');
  if (!yaml?.value) return {};
  try {
    const read: unknown = parseYaml(yaml.value);
    return read !== null && typeof read === 'object' ? (read as Record<string, unknown>) : {};
  } catch {
    // The content loader refuses broken front matter with field and line; here it reads as none.
    return {};
  }
}
