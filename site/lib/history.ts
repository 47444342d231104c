/**
 * A policy's history in one language: every edition with its sections, what changed from its
 * predecessor, and each section's thread through all versions.
 */
import type { Memo, Policy, Translation, Version } from '../../core/content.ts';
import { linkSections, sectionsOf } from '../../core/policy/sections.ts';
import { predecessorOf } from '../../core/versions.ts';
import type { Readings } from './readings.ts';

export interface SectionSummary {
  id: string;
  title: string;
  level: 0 | 2 | 3;
  sha256: string;
  /** Where its HTML begins and ends in that of the article. */
  start: number;
  end: number;
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

/** A section of an edition, in the light of its history. */
export interface Placed {
  thread: Thread;
  kind: ThreadEntry['kind'];
  /** Title there; that of the last wording where the version removed it. */
  title: string;
  /** Absent where the version removed it. */
  id?: string;
  /** Version since which its words stand. */
  since: string;
  /** Ids that it had before. */
  formerIds: string[];
}

/** A section that a version does not have any more. */
export interface Gone {
  thread: Thread;
  id: string;
  title: string;
  removedIn: string;
}

export interface History {
  policy: Policy;
  locale: string;
  /** In the order of their beginnings. */
  editions: Edition[];
  threads: Thread[];
  /** What happened to each section in each version that readers could see. */
  placed: Map<string, Placed[]>;
  /** Sections that earlier versions had, by version. */
  gone: Map<string, Gone[]>;
}

/** @throws where an edition is not as it was published. */
export type Prove = (version: Version, translation: Translation) => void;

/** The history of a policy in a language; versions without that language are not in it. Each edition is proved before it is read. */
export function historyOf(readings: Readings, policy: Policy, locale: string, memo: Memo, prove: Prove): History {
  const own = policy.versions.filter((version) => version.translations[locale]);
  const editions = new Map<Version, Edition>();
  for (const version of own) {
    const translation = version.translations[locale];
    if (!translation) continue;
    prove(version, translation);
    const before = predecessorOf(own, version);
    editions.set(version, editionOf(readings, policy, version, translation, before && editions.get(before), memo));
  }
  const inOrder = [...editions.values()];
  const threads = threadsOf(inOrder);
  return { policy, locale, editions: inOrder, threads, placed: placedIn(threads), gone: goneFrom(threads, inOrder) };
}

function editionOf(readings: Readings, policy: Policy, version: Version, translation: Translation, previous: Edition | undefined, memo: Memo): Edition {
  const summary = (): Omit<Edition, 'version' | 'translation' | 'change'> => {
    const { title, sha256, text, sections } = readings.article(policy, version, translation);
    return {
      title,
      sha256,
      words: text.split(/\s+/).length,
      sections: sections.filter((section) => section.blocks.length > 0).map(({ blocks: _blocks, ...rest }) => rest),
    };
  };
  const own = translation.sealed ? memo(`edition ${translation.locale} ${translation.sealed.seal}`, summary) : summary();
  if (!previous) return { version, translation, ...own };
  const compare = (): Change => {
    const { stats, sensitive } = readings.redline(policy, previous.version, version, translation.locale);
    const [a, b] = [readings.article(policy, previous.version, previous.translation), readings.article(policy, version, translation)];
    const links = linkSections(sectionsOf(a.blocks), sectionsOf(b.blocks), version.frontMatter.renamed);
    return {
      from: previous.version.id,
      wordsAdded: stats.wordsAdded,
      wordsRemoved: stats.wordsRemoved,
      wordsMoved: stats.wordsMoved,
      links: [...links],
      sensitive,
    };
  };
  const key = `change ${translation.locale} ${previous.sha256} ${own.sha256} ${JSON.stringify(version.frontMatter.renamed)}`;
  return { version, translation, ...own, change: { ...memo(key, compare), from: previous.version.id } };
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

/** One walk over every thread: asking each thread anew for each version would cost the square of their number. */
function placedIn(threads: readonly Thread[]): Map<string, Placed[]> {
  const placed = new Map<string, Placed[]>();
  for (const thread of threads) {
    let since = '';
    let title = thread.title;
    const ids = new Set<string>();
    for (const entry of thread.entries) {
      if (entry.kind !== 'same') since = entry.version;
      title = entry.title ?? title;
      const formerIds = [...ids].filter((id) => id !== entry.id);
      const here = { thread, kind: entry.kind, title, ...(entry.id === undefined ? {} : { id: entry.id }), since, formerIds };
      const list = placed.get(entry.version);
      if (list) list.push(here);
      else placed.set(entry.version, [here]);
      if (entry.id !== undefined) ids.add(entry.id);
    }
  }
  return placed;
}

function goneFrom(threads: readonly Thread[], editions: readonly Edition[]): Map<string, Gone[]> {
  const gone = new Map<string, Gone[]>();
  const order = editions.filter(({ version }) => version.publishedAt !== undefined && !version.withdrawn).map(({ version }) => version.id);
  for (const thread of threads) {
    for (const [index, entry] of thread.entries.entries()) {
      if (entry.kind !== 'removed') continue;
      const last = thread.entries[index - 1];
      const back = thread.entries[index + 1]?.version;
      const until = back === undefined ? order.length : order.indexOf(back);
      const stone = { thread, id: last?.id ?? thread.id, title: last?.title ?? thread.title, removedIn: entry.version };
      for (const version of order.slice(order.indexOf(entry.version), until)) gone.set(version, [...(gone.get(version) ?? []), stone]);
    }
  }
  return gone;
}
