/**
 * What the linter is handed. It reads no file, asks no clock and opens no connection: a loader fills
 * this from a content tree, or from a single file outside one.
 */
import type { Service } from '../../core/catalogue.ts';
import type { CookieEntry, FrontMatter, OrganisationOn, SiteSettings, Wording } from '../../core/schemas.ts';
import type { PolicyKind } from '../../core/vocabulary.ts';

export const FORMATS = ['mdx', 'md', 'txt'] as const;
export type Format = (typeof FORMATS)[number];

/** The regimes that rules speak of; coarser than the regime table's ids. `us` is any law of the United States. */
export const RULE_REGIMES = ['eu', 'uk', 'ch', 'us', 'us-ca', 'br', 'ca-qc'] as const;
export type RuleRegime = (typeof RULE_REGIMES)[number];

/** One document in one language. */
export interface LintInput {
  /** As it shall stand in the output; never opened. */
  path: string;
  source: string;
  format: Format;
  /** BCP 47 tag of the text. */
  locale: string;
  /** What surrounds the document in a content tree. Absent for a file outside one: then only form rules run, unless options say more. */
  tree?: LintTree;
}

export interface LintTree {
  /** As it was on the version's day. */
  organisation: OrganisationOn;
  policy: { id: string; kind: PolicyKind; prevailing: string };
  version: LintedVersion;
  /** The version in force before this one, in the same language. */
  previous?: PreviousVersion;
  /** The same version in its other languages (the prevailing one among them): locale to source. */
  translations: Readonly<Record<string, string>>;
  /** The whole registry; rules take what held on the version's date. */
  cookies: readonly CookieEntry[];
  /** Other policies of the organisation in the same language, each in its newest version. */
  otherPolicies: readonly { id: string; kind: PolicyKind; source: string }[];
}

export interface LintedVersion {
  id: string;
  /** First day in force, `YYYY-MM-DD`. */
  effective: string;
  /** Front matter of the prevailing language. */
  frontMatter: FrontMatter;
  announced?: string;
  /** Instant of the first publication; absent while it is a draft. */
  publishedAt?: string;
  /** Of a published version: does it still resolve to the words that were sealed? */
  matchesSeal?: boolean;
  /** Ids of the rendered article. Where absent they are derived from the headings. */
  anchors?: readonly string[];
}

export interface PreviousVersion {
  id: string;
  source: string;
  frontMatter: FrontMatter;
  /** Small edits with a large effect, as `core/policy/compare` finds them. Where absent the linter compares by itself. */
  sensitiveChanges?: readonly SensitiveChange[];
  anchors?: readonly string[];
  /** Do readers get other words than they got then? Components show other ones where the sources are the same. Where absent the sources tell. */
  hasOtherWords?: boolean;
}

/** A number, period, negation, modal verb or recipient that differs between two versions. */
export interface SensitiveChange {
  kind: string;
  before: string;
  after: string;
}

/** One site that embeds the banner, and what of the tree it is judged by. */
export interface LintedSite {
  settings: SiteSettings;
  /** The languages that its banner speaks. */
  locales: readonly string[];
  /** Languages of the organisation. */
  ownLocales: readonly string[];
  wording: Readonly<Record<string, Pick<Wording, 'reviewed'>>>;
  /** The services that it names, as the catalogue has them on the day. */
  services: readonly Service[];
  /** The whole registry. */
  cookies: readonly CookieEntry[];
  /** Today, `YYYY-MM-DD`; absent: the registry is taken as a whole. */
  today?: string;
}

export interface LintOptions {
  /** Also run rules whose legal basis nobody has checked yet; their findings say so. */
  unchecked?: boolean;
  /** Laws to check a file against that stands outside a content tree. */
  regimes?: readonly RuleRegime[];
  /** What kind of document a file outside a content tree is. */
  kind?: PolicyKind;
  /** Only these rules. */
  only?: readonly string[];
  /** Today, `YYYY-MM-DD`. Rules that measure age are silent without it. */
  today?: string;
}

/** The rule regimes that an organisation's regime ids (`eu-gdpr`, `us-ca-ccpa`, …) stand for. */
export function ruleRegimes(regimeIds: readonly string[]): RuleRegime[] {
  const found = new Set<RuleRegime>();
  for (const id of regimeIds) {
    for (const regime of RULE_REGIMES) if (id === regime || id.startsWith(`${regime}-`)) found.add(regime);
  }
  return [...found];
}
