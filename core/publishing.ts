/**
 * Publishing: from a draft to a seal and an entry in `published.json`. Pure: what to write is returned,
 * the commands write it. Nothing here can change an edition that is sealed already.
 */
import type { Content, Policy, Translation, Version } from './content.ts';
import { dateAt, instant } from './dates.ts';
import { sha256 } from './digest.ts';
import { readEdition, renderEdition } from './editions.ts';
import { articleHtmlOf, readArticle, sealFile } from './policy/article.ts';
import { compareBlocks } from './policy/compare/index.ts';
import type { PublishedVersion } from './schemas.ts';
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
  const sealed = drafts.map((translation) => ({ translation, seal: sealTranslation(content, policy, version, translation) }));
  const locales = Object.fromEntries(
    sealed.map(({ translation, seal }) => [translation.locale, { sha256: seal.sha256, seal: seal.seal, publishedAt, approvedBy }]),
  );
  const entry: PublishedVersion = version.published
    ? { ...version.published, locales: { ...version.published.locales, ...locales } }
    : { policy: policy.id, version: version.id, publishedAt, approvedBy, locales, toolChanges: [] };
  const published = withEntry(content.published, entry);
  const files = [...sealed.map(({ seal }) => ({ path: seal.path, text: seal.text })), publishedFile(published)];
  return { ok: true, entry, files, locales: Object.keys(locales) };
}

function sealTranslation(content: Content, policy: Policy, version: Version, translation: Translation): Sealed {
  const html = renderEdition(content, policy, version, translation);
  return sealArticle(html, translation.locale, `${translation.frontMatter.title}, ${version.id}`, translation.sealPath);
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

/** Notes that a later tool renders other words; the sealed ones stand. */
export function noteToolChange(
  content: Content,
  policy: Policy,
  version: Version,
  now: string,
  note: string,
): { entry: PublishedVersion; files: FileToWrite[] } | undefined {
  if (!version.published) return undefined;
  const changes = Object.values(version.translations).flatMap((translation) => {
    const html = articleHtmlOf(content.reader.read(translation.sealPath) ?? '');
    if (html === undefined || !translation.sealed) return [];
    const rendered = readArticle(renderEdition(content, policy, version, translation), translation.locale);
    return rendered.sha256 === translation.sealed.sha256 ? [] : [{ at: instant(now), locale: translation.locale, note, wouldBe: rendered.sha256 }];
  });
  if (changes.length === 0) return undefined;
  const entry = { ...version.published, toolChanges: [...version.published.toolChanges, ...changes] };
  return { entry, files: [publishedFile(withEntry(content.published, entry))] };
}
