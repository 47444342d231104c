/**
 * What was read and compared in this build, so that no article is parsed and no pair is compared twice:
 * the canonical text and the blocks of each edition and the redline of each pair of neighbours, laid
 * aside as bytes, and the last articles whole.
 */
import type { Content, Policy, Translation, Version } from '../../core/content.ts';
import { readEdition } from '../../core/editions.ts';
import type { Article } from '../../core/policy/article.ts';
import { type Comparison, changesHtml, compareBlocks, redlineHtml, redlineLabels } from '../../core/policy/compare/index.ts';
import { translator } from '../../core/wording.ts';
import { sectionComparison } from './section-comparison.ts';
import type { Slot, Spill } from './spill.ts';

export interface Redline {
  html: string;
  changes: string;
  stats: Comparison['stats'];
  /** Number of edits that touch a number, a period, a negation or a recipient. */
  sensitive: number;
}

/** A redline laid aside: the whole, the list of changes, and the sections that differ. */
interface Compared {
  html: Slot;
  changes: Slot;
  stats: Comparison['stats'];
  sections: Map<string, Slot>;
}

/** A version is compared with the one before it, seldom with another: a few whole articles do. */
const KEPT_ARTICLES = 8;

export class Readings {
  private readonly content: Content;
  private readonly spill: Spill;
  private readonly articles = new Map<string, Article>();
  private readonly texts = new Map<string, Slot>();
  private readonly blocks = new Map<string, Slot>();
  private readonly redlines = new Map<string, Compared>();

  constructor(content: Content, spill: Spill) {
    this.content = content;
    this.spill = spill;
  }

  article(policy: Policy, version: Version, translation: Translation): Article {
    const kept = this.articles.get(keyOf(policy, version, translation));
    return this.keep(policy, version, translation, kept ?? readEdition(this.content, policy, version, translation));
  }

  /** Lays aside an edition that was read. */
  keep(policy: Policy, version: Version, translation: Translation, article: Article): Article {
    const key = keyOf(policy, version, translation);
    this.articles.delete(key);
    this.articles.set(key, article);
    if (this.articles.size > KEPT_ARTICLES) this.articles.delete(this.articles.keys().next().value ?? '');
    if (!this.texts.has(key)) {
      this.texts.set(key, this.spill.put(article.text));
      this.blocks.set(key, this.spill.put(JSON.stringify(article.blocks)));
    }
    return article;
  }

  /** UTF-8 bytes of the canonical text. */
  text(policy: Policy, version: Version, translation: Translation): Buffer<ArrayBuffer> {
    return this.bytes(this.texts, policy, version, translation);
  }

  /** The blocks as JSON, UTF-8 bytes. */
  blocksJson(policy: Policy, version: Version, translation: Translation): Buffer<ArrayBuffer> {
    return this.bytes(this.blocks, policy, version, translation);
  }

  private bytes(kept: ReadonlyMap<string, Slot>, policy: Policy, version: Version, translation: Translation): Buffer<ArrayBuffer> {
    const key = keyOf(policy, version, translation);
    if (!kept.has(key)) this.article(policy, version, translation);
    const slot = kept.get(key);
    return slot ? this.spill.get(slot) : Buffer.alloc(0);
  }

  /** The redline of two versions in a language that both have. */
  redline(policy: Policy, before: Version, after: Version, locale: string): Redline {
    const kept = this.compared(policy, before, after, locale);
    return { html: this.spill.get(kept.html).toString(), changes: this.spill.get(kept.changes).toString(), stats: kept.stats, sensitive: kept.stats.sensitive };
  }

  /** The redline of one section of the newer version, where it differs. */
  sectionRedline(policy: Policy, before: Version, after: Version, locale: string, section: string): string | undefined {
    const slot = this.compared(policy, before, after, locale).sections.get(section);
    return slot && this.spill.get(slot).toString();
  }

  private compared(policy: Policy, before: Version, after: Version, locale: string): Compared {
    const key = `${policy.id} ${before.id}..${after.id} ${locale}`;
    const kept = this.redlines.get(key);
    if (kept) return kept;
    const [old, now] = [before, after].map((version) => {
      const translation = version.translations[locale];
      if (!translation) throw new Error(`${policy.id} ${version.id} has no text in ${locale}`);
      return this.article(policy, version, translation);
    }) as [Article, Article];
    const options = { locale, renamed: after.frontMatter.renamed };
    const comparison = compareBlocks(old.blocks, now.blocks, options);
    const labels = redlineLabels(translator(this.content.wording, locale));
    const changed = Map.groupBy(comparison.blocks, ({ section }) => section);
    const sections = new Map<string, Slot>();
    for (const [id, blocks] of changed) {
      if (blocks.some(({ op }) => op !== 'equal')) sections.set(id, this.spill.put(redlineHtml(sectionComparison(comparison, blocks, options), labels)));
    }
    const made = {
      html: this.spill.put(redlineHtml(comparison, labels)),
      changes: this.spill.put(changesHtml(comparison, labels)),
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
