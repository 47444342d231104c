/**
 * Publishing: from a draft to a seal and an entry in `published.json`. Pure: what to write is returned,
 * the commands write it. Nothing here can change an edition that is sealed already.
 */
import type { Content, Policy, Translation, Version } from './content.ts';
import { dateAt, instant } from './dates.ts';
import { sha256 } from './digest.ts';
import { readEdition, renderEdition, sourceSha256 } from './editions.ts';
import { factsOf, factsOfTranslation, isFixed, movedFacts } from './facts.ts';
import { PHRASING } from './phrasing.ts';
import { readArticle, sealFile } from './policy/article.ts';
import { compareBlocks } from './policy/compare/index.ts';
import type { MovedFact, PublishedVersion } from './schemas.ts';
import { predecessorOf } from './versions.ts';

/** A file to be written, relative to the content tree. */
export interface FileToWrite {
  path: string;
  text: string;
}

export interface Sealed {
  path: string;
  /** The seal's text. */
  text: string;
  /** SHA-256 of the article's canonical text. */
  sha256: string;
  /** SHA-256 of the seal's bytes. */
  seal: string;
}

/** Seals article HTML as the edition of a locale. */
export function sealArticle(html: string, locale: string, title: string, path: string): Sealed {
  const text = sealFile(html, locale, title);
  return { path, text, sha256: readArticle(html, locale).sha256, seal: sha256(text) };
}

export type PublishRefusal =
  | { reason: 'already-published' }
  | { reason: 'in-the-past'; effective: string }
  | { reason: 'no-summary' }
  | { reason: 'sensitive-but-editorial'; changes: string[] }
  | { reason: 'nothing-changed'; previous: string };

export interface PublishOptions {
  now: string;
  approvedBy: string;
  /** Publish although the version's beginning lies in the past. */
  backdated?: boolean;
}

export type PublishPlan = { ok: true; entry: PublishedVersion; files: FileToWrite[]; locales: string[] } | { ok: false; refusal: PublishRefusal };

/**
 * What publishing a version would write: a seal for each language that has none yet, and the version's
 * entry in `published.json`. A later call adds the translations that came since.
 */
export function planPublication(content: Content, policy: Policy, version: Version, options: PublishOptions): PublishPlan {
  const drafts = Object.values(version.translations).filter((translation) => !translation.sealed);
  if (drafts.length === 0) return { ok: false, refusal: { reason: 'already-published' } };
  const refusal = version.published ? undefined : refusalOf(content, policy, version, options);
  if (refusal) return { ok: false, refusal };
  const publishedAt = instant(options.now);
  const { approvedBy } = options;
  const sealed = drafts.map((translation) => sealTranslation(content, policy, version, translation, { publishedAt, approvedBy }));
  const locales = Object.fromEntries(sealed.map(({ locale, entry }) => [locale, entry]));
  const entry: PublishedVersion = version.published
    ? { ...version.published, locales: { ...version.published.locales, ...locales } }
    : newEntry(policy, version, { publishedAt, approvedBy }, locales);
  const files = [...sealed.map(({ file }) => file), publishedFile(withEntry(content.published, entry))];
  return { ok: true, entry, files, locales: Object.keys(locales) };
}

type Approval = Pick<PublishedVersion, 'publishedAt' | 'approvedBy'>;

/** The entry of a version that is published for the first time. */
export function newEntry(policy: Policy, version: Version, approval: Approval, locales: PublishedVersion['locales']): PublishedVersion {
  const { publishedAt, approvedBy } = approval;
  return {
    policy: policy.id,
    version: version.id,
    publishedAt,
    approvedBy,
    phrasing: PHRASING,
    facts: factsOf(policy, version),
    locales,
    corrections: [],
    toolChanges: [],
  };
}

/** Seals one language of a version: the seal's file, and what `published.json` says of it. */
export function sealTranslation(
  content: Content,
  policy: Policy,
  version: Version,
  translation: Translation,
  { publishedAt, approvedBy }: Approval,
): { locale: string; file: FileToWrite; entry: PublishedVersion['locales'][string] } {
  const { locale, frontMatter, sealPath } = translation;
  const {
    path,
    text,
    sha256: words,
    seal,
  } = sealArticle(renderEdition(content, policy, version, translation), locale, `${frontMatter.title}, ${version.id}`, sealPath);
  const source = sourceSha256(content, translation);
  return { locale, file: { path, text }, entry: { sha256: words, seal, source, facts: factsOfTranslation(translation), publishedAt, approvedBy } };
}

function refusalOf(content: Content, policy: Policy, version: Version, options: PublishOptions): PublishRefusal | undefined {
  if (version.effective < instant(options.now) && !options.backdated) {
    const sameDay = dateAt(options.now, content.timeZone) === version.id.slice(0, 10);
    if (!sameDay) return { reason: 'in-the-past', effective: version.effective };
  }
  const previous = predecessorOf(policy.versions, version);
  if (!previous) return undefined;
  if (!version.frontMatter.summary) return { reason: 'no-summary' };
  const prevailing = policy.settings.prevailing;
  const [before, after] = [previous, version].map((item) => {
    const translation = item.translations[prevailing];
    return translation ? readEdition(content, policy, item, translation) : undefined;
  });
  if (!before || !after) return undefined;
  if (before.sha256 === after.sha256) return { reason: 'nothing-changed', previous: previous.id };
  if (version.material || version.frontMatter.editorial) return undefined;
  const comparison = compareBlocks(before.blocks, after.blocks, { locale: prevailing, renamed: version.frontMatter.renamed });
  const changes = comparison.blocks.flatMap((block) =>
    (block.sensitive ?? []).map(({ kind, before: was, after: is }) => `${kind}: ${was || '(nothing)'} → ${is || '(nothing)'}`),
  );
  return changes.length > 0 ? { reason: 'sensitive-but-editorial', changes } : undefined;
}

/** The entries with one put in or replaced, in the order of policies and versions. */
export function withEntry(published: readonly PublishedVersion[], entry: PublishedVersion): PublishedVersion[] {
  const others = published.filter((other) => other.policy !== entry.policy || other.version !== entry.version);
  return [...others, entry].sort((a, b) => (a.policy === b.policy ? order(a.version) - order(b.version) : a.policy < b.policy ? -1 : 1));
}

function order(version: string): number {
  const [date = '', ordinal = '1'] = version.split('.');
  return Number(date.replaceAll('-', '')) * 1000 + Number(ordinal);
}

/** `published.json` as it is written. */
export function publishedFile(versions: readonly PublishedVersion[]): FileToWrite {
  return { path: 'published.json', text: `${JSON.stringify({ versions }, null, 2)}\n` };
}

export type ToolChangeNote =
  | { ok: true; entry: PublishedVersion; files: FileToWrite[] }
  | { ok: false; refusal: { reason: 'not-published' | 'same-words' } | { reason: 'edited'; file: string } };

/** Notes that a later tool renders other words; the sealed ones stand. Other words of an edited source are not the tool's. */
export function noteToolChange(content: Content, policy: Policy, version: Version, now: string, note: string): ToolChangeNote {
  if (!version.published) return { ok: false, refusal: { reason: 'not-published' } };
  const others = Object.values(version.translations).flatMap((translation) => {
    if (!translation.sealed) return [];
    const wouldBe = readArticle(renderEdition(content, policy, version, translation), translation.locale).sha256;
    const known = version.published?.toolChanges.some((change) => change.locale === translation.locale && change.wouldBe === wouldBe);
    return known || wouldBe === translation.sealed.sha256 ? [] : [{ translation, wouldBe }];
  });
  const edited = others.find(({ translation }) => translation.sealed?.source !== sourceSha256(content, translation));
  if (edited) return { ok: false, refusal: { reason: 'edited', file: edited.translation.mdxPath } };
  if (others.length === 0) return { ok: false, refusal: { reason: 'same-words' } };
  const changes = others.map(({ translation: { locale }, wouldBe }) => ({ at: instant(now), locale, note, wouldBe }));
  const entry = { ...version.published, toolChanges: [...version.published.toolChanges, ...changes] };
  return { ok: true, entry, files: [publishedFile(withEntry(content.published, entry))] };
}

export type CorrectionPlan =
  | { ok: true; corrected: { entry: PublishedVersion; changes: MovedFact[] }[]; files: FileToWrite[] }
  | { ok: false; refusal: { reason: 'nothing-moved' } | { reason: 'fixed'; version: string; field: string; was: string } };

/**
 * Corrects facts that were published wrongly: what the files say now is what counts, and the entry keeps
 * what was published, with the instant, who decided and why. Words are never corrected, nor when a
 * version begins or which language counts.
 */
export function planCorrection(
  content: Content,
  policy: Policy,
  versions: readonly Version[],
  { now, by, reason }: { now: string; by: string; reason: string },
): CorrectionPlan {
  const moved = versions.map((version) => ({ version, changes: movedFacts(policy, version) })).filter(({ changes }) => changes.length > 0);
  if (moved.length === 0) return { ok: false, refusal: { reason: 'nothing-moved' } };
  for (const { version, changes } of moved) {
    const fixed = changes.find(isFixed);
    if (fixed) return { ok: false, refusal: { reason: 'fixed', version: version.id, field: fixed.field, was: String(fixed.was) } };
  }
  const corrected = moved.flatMap(({ version, changes }) => {
    const before = version.published;
    if (!before) return [];
    const locales = Object.entries(before.locales).map(([locale, sealed]) => {
      const translation = version.translations[locale];
      return [locale, translation ? { ...sealed, facts: factsOfTranslation(translation) } : sealed];
    });
    const corrections = [...before.corrections, { at: instant(now), by, reason, changes }];
    return [{ changes, entry: { ...before, facts: factsOf(policy, version), locales: Object.fromEntries(locales), corrections } }];
  });
  const published = corrected.reduce((entries, { entry }) => withEntry(entries, entry), content.published);
  return { ok: true, corrected, files: [publishedFile(published)] };
}
