/**
 * What was read and compared in this build, so that no article is parsed and no pair is compared twice:
 * the canonical text and the blocks of each edition as bytes, the redline of each pair of neighbours, and
 * the last articles whole.
 */
import type { Content, Policy, Translation, Version } from '../../core/content.ts';
import { readEdition } from '../../core/editions.ts';
import type { Article } from '../../core/policy/article.ts';
import { type Comparison, changesHtml, compareBlocks, redlineHtml, redlineLabels } from '../../core/policy/compare/index.ts';
import { translator } from '../../core/wording.ts';

export interface Redline {
  html: string;
  changes: string;
  stats: Comparison['stats'];
  /** Number of edits that touch a number, a period, a negation or a recipient. */
  sensitive: number;
}

/** A section's page asks for the whole history of its policy, so this holds a policy of some hundred versions. */
const KEPT_ARTICLES = 256;

export class Readings {
  private readonly content: Content;
  private readonly articles = new Map<string, Article>();
  private readonly texts = new Map<string, Buffer>();
  private readonly blocks = new Map<string, Buffer>();
  private readonly redlines = new Map<string, { html: Buffer; changes: Buffer; stats: Comparison['stats']; sections: Map<string, Buffer> }>();

  constructor(content: Content) {
    this.content = content;
  }

  article(policy: Policy, version: Version, translation: Translation): Article {
    const key = keyOf(policy, version, translation);
    const kept = this.articles.get(key);
    const article = kept ?? readEdition(this.content, policy, version, translation);
    this.articles.delete(key);
    this.articles.set(key, article);
    if (this.articles.size > KEPT_ARTICLES) this.articles.delete(this.articles.keys().next().value ?? '');
    if (!this.texts.has(key)) {
      this.texts.set(key, Buffer.from(article.text));
      this.blocks.set(key, Buffer.from(JSON.stringify(article.blocks)));
    }
    return article;
  }

  /** UTF-8 bytes of the canonical text. */
  text(policy: Policy, version: Version, translation: Translation): Buffer {
    return this.bytes(this.texts, policy, version, translation);
  }

  /** The blocks as JSON, UTF-8 bytes. */
  blocksJson(policy: Policy, version: Version, translation: Translation): Buffer {
    return this.bytes(this.blocks, policy, version, translation);
  }

  private bytes(kept: ReadonlyMap<string, Buffer>, policy: Policy, version: Version, translation: Translation): Buffer {
    const key = keyOf(policy, version, translation);
    if (!kept.has(key)) this.article(policy, version, translation);
    return kept.get(key) ?? Buffer.alloc(0);
  }

  /** The redline of two versions in a language that both have. */
  redline(policy: Policy, before: Version, after: Version, locale: string): Redline {
    const kept = this.compared(policy, before, after, locale);
    return { html: kept.html.toString(), changes: kept.changes.toString(), stats: kept.stats, sensitive: kept.stats.sensitive };
  }

  /** The redline of one section of the newer version, where it differs. */
  sectionRedline(policy: Policy, before: Version, after: Version, locale: string, section: string): string | undefined {
    return this.compared(policy, before, after, locale).sections.get(section)?.toString();
  }

  private compared(
    policy: Policy,
    before: Version,
    after: Version,
    locale: string,
  ): { html: Buffer; changes: Buffer; stats: Comparison['stats']; sections: Map<string, Buffer> } {
    const key = `${policy.id} ${before.id}..${after.id} ${locale}`;
    const kept = this.redlines.get(key);
    if (kept) return kept;
    const [old, now] = [before, after].map((version) => {
      const translation = version.translations[locale];
      if (!translation) throw new Error(`${policy.id} ${version.id} has no text in ${locale}`);
      return this.article(policy, version, translation);
    }) as [Article, Article];
    const comparison = compareBlocks(old.blocks, now.blocks, { locale, renamed: after.frontMatter.renamed });
    const labels = redlineLabels(translator(this.content.wording, locale));
    const changed = Map.groupBy(comparison.blocks, ({ section }) => section);
    const sections = new Map<string, Buffer>();
    for (const [id, blocks] of changed) {
      if (blocks.some(({ op }) => op !== 'equal')) sections.set(id, Buffer.from(redlineHtml({ ...comparison, blocks }, labels)));
    }
    const made = {
      html: Buffer.from(redlineHtml(comparison, labels)),
      changes: Buffer.from(changesHtml(comparison, labels)),
      stats: comparison.stats,
      sections,
    };
    this.redlines.set(key, made);
    return made;
  }
}

function keyOf(policy: Policy, version: Version, translation: Translation): string {
  return `${policy.id} ${version.id} ${translation.locale} ${translation.sealed?.seal ?? translation.mdxSha256}`;
}
