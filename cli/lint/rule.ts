/**
 * What a rule is, and the one helper that makes it. A rule looks at a read document and reports; it never
 * sees the parser, the severity setting or the acceptances.
 */
import type { Organisation } from '../../core/schemas.ts';
import type { Confidence, PolicyKind } from '../../core/vocabulary.ts';
import type { LintDocument } from './document.ts';
import type { RuleGroup, Severity } from './finding.ts';
import type { LintedSite, RuleRegime } from './input.ts';
import type { Place } from './syntax.ts';

/** Tells what is wrong and where. Without a place the document as a whole is meant. */
export type Report = (message: string, place?: Place, more?: { severity?: Severity; advice?: string }) => void;

interface RuleFacts {
  /** The name of the file. */
  id: string;
  group: RuleGroup;
  severity: Severity;
  confidence: Confidence;
  /** `all`, or the laws under which it matters. */
  regimes: readonly (RuleRegime | 'all')[];
  /** `any`, or the kinds of policy that it reads. */
  appliesTo: readonly (PolicyKind | 'any')[];
  /** Article, guideline or reason. */
  source: string;
  /** Languages that its word lists know. Absent: it depends on no language. */
  languages?: readonly string[];
  /** It needs a content tree: registry, metadata, earlier versions. Outside one it is not run. */
  needsTree?: true;
  /** It asks for something that the whole policy must have. A file that only adds to another policy is not asked. */
  wholePolicy?: true;
  /** What a writer can do about it; one or two plain sentences. */
  advice: string;
}

/** A rule about one text. */
export interface DocumentRule extends RuleFacts {
  subject: 'document';
  check(document: LintDocument, report: Report): void;
}

/** A rule about `content/organisation.json`. */
export interface OrganisationRule extends RuleFacts {
  subject: 'organisation';
  check(organisation: Organisation, report: (message: string, key: string, more?: { severity?: Severity; advice?: string }) => void): void;
}

/** A rule about a file of `content/sites/`, which embeds the banner. */
export interface SiteRule extends RuleFacts {
  subject: 'site';
  check(site: LintedSite, report: ReportSite): void;
}

/** @param key The field of the file that is meant. */
type ReportSite = (message: string, key: string, more?: { severity?: Severity; advice?: string; quote?: string }) => void;

export type Rule = DocumentRule | OrganisationRule | SiteRule;

type Defaults = 'subject' | 'confidence' | 'regimes' | 'appliesTo' | 'group';

/** A rule about the form of any document: `sure`, all regimes, any kind, unless said otherwise. */
export function formRule(rule: Omit<DocumentRule, Defaults> & Partial<Pick<DocumentRule, 'confidence' | 'appliesTo'>>): DocumentRule {
  return { subject: 'document', group: 'form', confidence: 'sure', regimes: ['all'], appliesTo: ['any'], ...rule };
}

/** A rule about what a law asks for: `sure` and for privacy policies, unless said otherwise. */
export function lawRule(rule: Omit<DocumentRule, Exclude<Defaults, 'regimes'>> & Partial<Pick<DocumentRule, 'confidence' | 'appliesTo'>>): DocumentRule {
  return { subject: 'document', group: 'law', confidence: 'sure', appliesTo: ['privacy'], ...rule };
}

/** A rule about a site that embeds the banner: `sure`, and under every law, unless said otherwise. */
export function siteRule(rule: Omit<SiteRule, Exclude<Defaults, 'group'>> & Partial<Pick<SiteRule, 'confidence'>>): SiteRule {
  return { subject: 'site', confidence: 'sure', regimes: ['all'], appliesTo: ['any'], ...rule };
}
