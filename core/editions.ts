/**
 * Editions: a version in one language with its words. A published edition is read from its seal, a
 * draft is rendered from its MDX; whoever asks need not know which.
 */
import { type Content, ContentError, type ContentProblem, type Policy, splitFrontMatter, type Translation, type Version } from './content.ts';
import { fingerprint, sha256 } from './digest.ts';
import { phrasingOf } from './phrasing.ts';
import { type Article, articleHtmlOf, readArticle } from './policy/article.ts';
import { compareBlocks } from './policy/compare/index.ts';
import { MdxError, renderArticle } from './policy/render.ts';
import { organisationOn } from './schemas.ts';
import { translator } from './wording.ts';

/** The HTML of an edition as its source renders today, whether it is published or not. */
export function renderEdition(content: Content, policy: Policy, version: Version, translation: Translation): string {
  const { body, bodyLine } = splitFrontMatter(content.reader.read(translation.mdxPath) ?? '');
  const date = version.id.slice(0, 10);
  try {
    return renderArticle(body, translation.frontMatter.title, {
      date,
      locale: translation.locale,
      organisation: organisationOn(content.organisation, date),
      cookies: content.cookies,
      policyKind: policy.settings.kind,
      phrasing: phrasingOf(version),
      t: translator(content.wording, translation.locale),
    });
  } catch (error) {
    if (!(error instanceof MdxError)) throw error;
    throw new ContentError([
      {
        file: translation.mdxPath,
        line: error.line + bodyLine - 1,
        column: error.column,
        found: error.message.split('. ')[0] ?? error.message,
        expected: error.message.split('. ').slice(1).join('. ') || 'what docs/content.md describes',
      },
    ]);
  }
}

export type ReadArticle = (html: string) => Article;

/** The HTML of an edition as readers get it. */
export function editionHtml(content: Content, policy: Policy, version: Version, translation: Translation): string {
  if (!translation.sealed) return renderEdition(content, policy, version, translation);
  const html = articleHtmlOf(content.reader.read(translation.sealPath) ?? '');
  if (html === undefined) throw new ContentError([sealLost(translation)]);
  return html;
}

/** An edition as readers get it, read into blocks and sections. */
export function readEdition(content: Content, policy: Policy, version: Version, translation: Translation): Article {
  return readArticle(editionHtml(content, policy, version, translation), translation.locale);
}

/**
 * Proves that a published edition still says what was published: the seal's bytes and words against
 * `published.json`, and what its source renders today against the seal. Nothing is returned where all
 * is well; a difference that was noted as one of the tool is well.
 *
 * @param read Reads the sealed article; whoever needs it afterwards can keep it.
 */
export function checkSeal(
  content: Content,
  policy: Policy,
  version: Version,
  translation: Translation,
  read: ReadArticle = (html) => readArticle(html, translation.locale),
): ContentProblem | undefined {
  const { sealed } = translation;
  if (!sealed) return undefined;
  const file = content.reader.read(translation.sealPath);
  const html = file === undefined ? undefined : articleHtmlOf(file);
  if (file === undefined || html === undefined) return sealLost(translation);
  const rendered = renderEdition(content, policy, version, translation);
  const before = read(html);
  if (sha256(file.replaceAll('\r\n', '\n')) !== sealed.seal) return sealTouched(translation, before, readArticle(rendered, translation.locale));
  if (before.sha256 !== sealed.sha256) return hashTouched(policy, version, translation, before.sha256);
  if (rendered === html) return undefined;
  const now = readArticle(rendered, translation.locale);
  if (now.sha256 === sealed.sha256) return undefined;
  if (version.published?.toolChanges.some((change) => change.locale === translation.locale && change.wouldBe === now.sha256)) return undefined;
  return {
    file: translation.mdxPath,
    found: `other words than those published as ${policy.id} ${version.id}:\n${changedWords(before, now)}`,
    expected: sourceSha256(content, translation) === sealed.source ? mendOfData(policy, version) : mendOfEdit(policy),
  };
}

/**
 * SHA-256 of what an edition is rendered from: title, line feed, body of its MDX. Of the front matter
 * only the title makes words; its other fields are facts, or notes that may come later.
 */
export function sourceSha256(content: Content, translation: Translation): string {
  const { body } = splitFrontMatter(content.reader.read(translation.mdxPath) ?? '');
  return sha256(`${translation.frontMatter.title}\n${body}`.replaceAll('\r\n', '\n'));
}

function mendOfEdit(policy: Policy): string {
  return `the published words. The file was edited after it was published; restore it from git. New words need a new version: \`fairnotice new version ${policy.id} <date>\``;
}

function mendOfData(policy: Policy, version: Version): string {
  return `the published words. The file is as it was published, so restore what it draws on (cookies.json, organisation.json, wording/, the table of laws). Change an entry of the registry by ending it (until) and beginning a new one, and regimes or answerWithinDays by a list with dates (since). If only the tool changed: \`fairnotice publish ${policy.id} ${version.id} --note-tool-change\``;
}

function sealLost(translation: Translation): ContentProblem {
  return { file: translation.sealPath, found: 'no seal', expected: 'the sealed article; restore the file from git, it is never written by hand' };
}

function hashTouched(policy: Policy, version: Version, { locale, sealed }: Translation, sealedSha256: string): ContentProblem {
  return {
    file: 'published.json',
    field: `${policy.id} ${version.id} ${locale} sha256`,
    found: sealed?.sha256 ?? 'nothing',
    expected: `${sealedSha256}, the SHA-256 of the sealed text; restore the file from git, it is never written by hand`,
  };
}

function sealTouched(translation: Translation, sealed: Article, rendered: Article): ContentProblem {
  const words = sealed.sha256 === translation.sealed?.sha256 ? 'its words are those published, its markup or links are not' : changedWords(rendered, sealed);
  return {
    file: translation.sealPath,
    found: `a seal that was touched after it was published:\n${words}`,
    expected: 'the file exactly as `fairnotice publish` wrote it; restore it from git',
  };
}

/** The changed words of two articles, `[-removed-]` and `{+added+}`, a block a line. */
export function changedWords(before: Article, after: Article, limit = 12): string {
  const { blocks } = compareBlocks(before.blocks, after.blocks, { locale: before.lang });
  const lines = blocks
    .filter((block) => block.words.some((word) => word.op !== 'equal'))
    .map((block) =>
      block.words
        .map(({ op, text }) => {
          const words = text.replace(/\n$/, '');
          if (op === 'equal') return words.length > 80 ? `${words.slice(0, 38)} … ${words.slice(-38)}` : words;
          return words === '' ? '' : op === 'insert' ? `{+${words}+}` : `[-${words}-]`;
        })
        .join(''),
    );
  const more = lines.length > limit ? [`… and ${lines.length - limit} more`] : [];
  return [...lines.slice(0, limit), ...more].map((line) => `    ${line}`).join('\n');
}

/** Proves every edition of some policies, and tells every problem found. */
export function proveEditions(content: Content, policies: readonly Policy[]): ContentProblem[] {
  return policies.flatMap((policy) =>
    policy.versions.flatMap((version) => Object.values(version.translations).flatMap((translation) => proveEdition(content, policy, version, translation))),
  );
}

/** Proves a published edition; renders a draft, so that what is wrong in it is told as well. */
export function proveEdition(content: Content, policy: Policy, version: Version, translation: Translation, read?: ReadArticle): ContentProblem[] {
  try {
    if (!translation.sealed) renderEdition(content, policy, version, translation);
    const problem = checkSeal(content, policy, version, translation, read);
    return problem ? [problem] : [];
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  }
}

/** Makes keys over all that the proof of an edition depends on, the tool left out. */
export function proofKeys(content: Content): (policy: Policy, version: Version, translation: Translation) => string {
  const world = fingerprint([content.organisation, content.cookies]);
  const words = new Map(Object.entries(content.wording).map(([locale, { texts }]) => [locale, fingerprint(texts)]));
  return (policy, version, { locale, mdxPath, mdxSha256, sealPath, sealed }) => {
    const seal = sealed ? fingerprint([sha256(content.reader.read(sealPath) ?? ''), sealed, phrasingOf(version), version.published?.toolChanges]) : 'draft';
    const wording = [locale, locale.split('-')[0] ?? '', 'en'].map((of) => words.get(of)).join(' ');
    return ['proof', mdxPath, mdxSha256, seal, world, wording, policy.settings.kind].join(' ');
  };
}
