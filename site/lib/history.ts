/**
 * A policy's history in one language: every edition with its sections, what changed from its
 * predecessor, and each section's thread through all versions.
 */
import type { Content, Memo, Policy, Translation, Version } from '../../core/content.ts';
import { readEdition } from '../../core/editions.ts';
import type { Article } from '../../core/policy/article.ts';
import { compareBlocks } from '../../core/policy/compare/index.ts';
import { linkSections, sectionsOf } from '../../core/policy/sections.ts';
import { predecessorOf } from '../../core/versions.ts';

export interface SectionSummary {
  id: string;
  title: string;
  level: 0 | 2 | 3;
  sha256: string;
}

/** How much an edition differs from that of its predecessor. */
export interface Change {
  /** Version compared with. */
  from: string;
  wordsAdded: number;
  wordsRemoved: number;
  wordsMoved: number;
  /** This edition's sections: new id to the id in the predecessor. */
  links: [string, string][];
  /** Kinds of sensitive changes in it. */
  sensitive: number;
}

export interface Edition {
  version: Version;
  translation: Translation;
  title: string;
  sha256: string;
  words: number;
  sections: SectionSummary[];
  change?: Change;
}

/** What happened to a section in a version. */
export interface ThreadEntry {
  version: string;
  /** Its id and title there; absent where the version removed it. */
  id?: string;
  title?: string;
  sha256?: string;
  kind: 'added' | 'changed' | 'same' | 'removed';
}

/** One section through time, under every id it had. */
export interface Thread {
  /** The newest id: the address of its page. */
  id: string;
  ids: string[];
  title: string;
  level: 2 | 3;
  entries: ThreadEntry[];
}

export interface History {
  policy: Policy;
  locale: string;
  /** In the order of their beginnings. */
  editions: Edition[];
  threads: Thread[];
}

/** The history of a policy in a language; versions without that language are not in it. */
export function historyOf(content: Content, policy: Policy, locale: string, memo: Memo): History {
  const articles = new Map<string, Article>();
  const editions: Edition[] = [];
  for (const version of policy.versions) {
    const translation = version.translations[locale];
    if (!translation) continue;
    const before = predecessorOf(policy.versions.filter((other) => other.translations[locale]), version);
    const previous = before && editions.find((edition) => edition.version === before);
    editions.push(editionOf(content, policy, version, translation, previous, memo, articles));
    // Only the articles that the next comparison may need stay in memory.
    for (const id of articles.keys()) if (articles.size > 3) articles.delete(id);
  }
  return { policy, locale, editions, threads: threadsOf(editions) };
}

function editionOf(content: Content, policy: Policy, version: Version, translation: Translation, previous: Edition | undefined, memo: Memo, articles: Map<string, Article>): Edition {
  const article = (of: Version, own: Translation): Article => {
    const key = `${of.id} ${own.locale}`;
    const found = articles.get(key) ?? readEdition(content, policy, of, own);
    articles.set(key, found);
    return found;
  };
  const summary = (): Omit<Edition, 'version' | 'translation' | 'change'> => {
    const { title, sha256, text, sections } = article(version, translation);
    return {
      title, sha256, words: text.split(/\s+/).length,
      sections: sections.filter((section) => section.blocks.length > 0).map(({ id, title, level, sha256 }) => ({ id, title, level, sha256 })),
    };
  };
  const own = translation.sealed ? memo(`edition ${translation.locale} ${translation.sealed.seal}`, summary) : summary();
  if (!previous) return { version, translation, ...own };
  const compare = (): Change => {
    const [a, b] = [article(previous.version, previous.translation), article(version, translation)];
    const { stats, blocks } = compareBlocks(a.blocks, b.blocks, { locale: translation.locale, renamed: version.frontMatter.renamed });
    const links = linkSections(sectionsOf(a.blocks), sectionsOf(b.blocks), version.frontMatter.renamed);
    return {
      from: previous.version.id,
      wordsAdded: stats.wordsAdded, wordsRemoved: stats.wordsRemoved, wordsMoved: stats.wordsMoved,
      links: [...links], sensitive: blocks.reduce((sum, block) => sum + (block.sensitive?.length ?? 0), 0),
    };
  };
  const key = `change ${previous.sha256} ${own.sha256} ${JSON.stringify(version.frontMatter.renamed)}`;
  return { version, translation, ...own, change: memo(key, compare) };
}

/** Follows each section through the editions that readers could see, withdrawn ones and drafts left out. */
function threadsOf(editions: readonly Edition[]): Thread[] {
  const threads: Thread[] = [];
  const current = new Map<string, Thread>();
  let last: Edition | undefined;
  for (const edition of editions) {
    if (edition.version.publishedAt === undefined || edition.version.withdrawn) continue;
    const links = new Map(edition.change?.from === last?.version.id ? edition.change?.links : edition.sections.map(({ id }) => [id, id] as const));
    const before = new Map(current);
    current.clear();
    for (const section of edition.sections) {
      if (section.level === 0) continue;
      const oldId = links.get(section.id);
      const thread = (oldId === undefined ? undefined : before.get(oldId)) ?? revived(threads, section.id, before);
      current.set(section.id, follow(thread, section, edition.version.id, threads));
    }
    const alive = new Set(current.values());
    for (const thread of before.values()) if (!alive.has(thread)) thread.entries.push({ version: edition.version.id, kind: 'removed' });
    last = edition;
  }
  return threads;
}

/** A section that was removed and came back under its id goes on with its old thread. */
function revived(threads: readonly Thread[], id: string, before: ReadonlyMap<string, Thread>): Thread | undefined {
  return threads.find((thread) => thread.id === id && thread.entries.at(-1)?.kind === 'removed' && !before.has(id));
}

function follow(thread: Thread | undefined, section: SectionSummary, version: string, threads: Thread[]): Thread {
  const { id, title, sha256 } = section;
  const level = section.level === 3 ? 3 : 2;
  if (!thread) {
    const made: Thread = { id, ids: [id], title, level, entries: [{ version, id, title, sha256, kind: 'added' }] };
    threads.push(made);
    return made;
  }
  const before = thread.entries.at(-1);
  thread.entries.push({ version, id, title, sha256, kind: before?.kind === 'removed' ? 'added' : before?.sha256 === sha256 ? 'same' : 'changed' });
  if (!thread.ids.includes(id)) thread.ids.push(id);
  Object.assign(thread, { id, title, level });
  return thread;
}

/** The version since which a section's words stand as they are in a version. */
export function standsSince(thread: Thread, version: string): string {
  const index = thread.entries.findIndex((entry) => entry.version === version);
  let since = index;
  while (since > 0 && thread.entries[since]?.kind === 'same') since -= 1;
  return thread.entries[since]?.version ?? version;
}
