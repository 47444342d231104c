/**
 * What a version says beside its words: when it begins, whether it is material, what it changed. These
 * are published like the words, so they are recorded with them in `published.json`, and nobody moves one
 * unseen. Free after publishing stay `errata` and `reviewed`, which are dated themselves or speak of
 * later days, and `accept`, which readers never see. The title is sealed as a heading.
 */
import type { z } from 'zod';
import type { ContentProblem, Policy, Translation, Version } from './content.ts';
import type { Correction, MovedFact, translationFactsSchema, versionFactsSchema } from './schemas.ts';

/** The facts of a version as its files say them now. */
export function factsOf(policy: Policy, version: Version): z.infer<typeof versionFactsSchema> {
  const { announced, cause, material, categories, editorial, renamed } = version.frontMatter;
  return {
    effective: version.effective,
    prevailing: policy.settings.prevailing,
    ...(announced ? { announced } : {}),
    cause,
    material,
    categories,
    ...(editorial ? { editorial } : {}),
    renamed,
  };
}

/** The facts of one language of a version as its file says them now. */
export function factsOfTranslation({ frontMatter: { summary, translationOf } }: Translation): z.infer<typeof translationFactsSchema> {
  return { ...(summary ? { summary } : {}), ...(translationOf ? { translationOf } : {}) };
}

/** Facts of a published version that are not what was published any more; none of a draft. */
export function movedFacts(policy: Policy, version: Version): MovedFact[] {
  if (!version.published) return [];
  const own = differences(version.published.facts, factsOf(policy, version));
  // Where another language counts, the other facts are read from another file.
  const language = own.filter(({ field }) => field === 'prevailing');
  if (language.length > 0) return language;
  const translations = Object.values(version.translations).flatMap(({ locale, sealed, ...translation }) =>
    sealed ? differences(sealed.facts, factsOfTranslation({ locale, ...translation })).map((moved) => ({ ...moved, locale })) : [],
  );
  return [...own, ...translations];
}

/** When a version begins and which text of it counts: readers have relied on these, so no correction moves them. */
export function isFixed({ field }: MovedFact): boolean {
  return field === 'effective' || field === 'prevailing';
}

/** What was corrected in a version as its readers in a language see it: facts of the whole, and of that language. */
export function correctionsOf({ published }: Version, locale: string): Correction[] {
  const all = (published?.corrections ?? []).map((correction) => ({
    ...correction,
    changes: correction.changes.filter((change) => change.locale === undefined || change.locale === locale),
  }));
  return all.filter(({ changes }) => changes.length > 0);
}

/** What moved beside the words of a policy's published versions, each with the file in which it stands now. */
export function factProblems(policy: Policy): ContentProblem[] {
  return policy.versions.flatMap((version) => movedFacts(policy, version).map((moved) => factProblem(policy, version, moved)));
}

function factProblem(policy: Policy, version: Version, moved: MovedFact): ContentProblem {
  const { field, was } = moved;
  const name = `${policy.id} ${version.id}`;
  const both = `${inWords(moved.is)}, where ${inWords(was)} was published`;
  const found = `${both} with ${name}`;
  if (field === 'prevailing') {
    const expected = `${inWords(was)}; another language that counts needs a policy of its own`;
    return { file: `policies/${policy.id}/policy.json`, field, found, expected };
  }
  if (field === 'effective') return beginningMoved(version, both, String(was));
  const locale = moved.locale ?? policy.settings.prevailing;
  return {
    file: version.translations[locale]?.mdxPath ?? '',
    field,
    found,
    expected: `what was published; restore it. If that was wrong, correct it, so that readers see what it was and why: \`fairnotice correct ${name} --reason "…" --by "…"\``,
  };
}

function beginningMoved(version: Version, both: string, was: string): ContentProblem {
  const file = version.translations[version.published?.facts.prevailing ?? '']?.mdxPath ?? '';
  if (version.frontMatter.effective)
    return { file, field: 'effective', found: both, expected: `effective: ${was}; when a published version begins is never moved` };
  return {
    file: 'organisation.json',
    field: 'timeZone',
    found: `a zone in which ${version.policy} ${version.id} begins at ${both}`,
    expected: `the zone in which it was published; restore it. Where days begin elsewhere from now on, hold this version's beginning in ${file}: effective: ${was}`,
  };
}

function differences(published: Record<string, unknown>, now: Record<string, unknown>): MovedFact[] {
  const fields = [...new Set([...Object.keys(published), ...Object.keys(now)])];
  return fields
    .filter((field) => canonical(published[field]) !== canonical(now[field]))
    .map((field) => ({ field, was: (published[field] ?? null) as MovedFact['was'], is: (now[field] ?? null) as MovedFact['is'] }));
}

/** Neither the order of categories nor that of renamed sections says anything. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.toSorted());
  return JSON.stringify(value !== null && typeof value === 'object' ? Object.entries(value).sort() : value) ?? 'nothing';
}

function inWords(value: MovedFact['was']): string {
  return value === null ? 'nothing' : JSON.stringify(value);
}
