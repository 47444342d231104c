/** Samples for rules: a text in which `‸` marks where the finding must stand, and a content tree around it. */
import { type Finding, type LintInput, type LintOptions, type LintTree, lintDocument, RULES } from '../../../cli/lint/index.ts';
import type { DocumentRule } from '../../../cli/lint/rule.ts';
import { frontMatterSchema, organisationOn, organisationSchema } from '../../../core/schemas.ts';
import type { PolicyKind } from '../../../core/vocabulary.ts';

export interface Sample {
  source: string;
  format?: LintInput['format'];
  locale?: string;
  path?: string;
  options?: LintOptions;
  tree?: TreeParts;
}

export interface TreeParts {
  organisation?: object;
  kind?: PolicyKind;
  prevailing?: string;
  version?: Partial<Omit<LintTree['version'], 'frontMatter'>>;
  frontMatter?: object;
  previous?: { source: string; id?: string } & Pick<NonNullable<LintTree['previous']>, 'sensitiveChanges' | 'hasOtherWords'>;
  translations?: Record<string, string>;
  cookies?: LintTree['cookies'];
  otherPolicies?: LintTree['otherPolicies'];
}

export interface RuleCase {
  bad: string | Sample;
  good: string | Sample;
}

const MARK = '‸';
export const TODAY = '2026-11-24';

const ACME = {
  name: 'Acme',
  legalName: 'Acme GmbH',
  domain: 'acme.test',
  locales: ['en', 'de'],
  regimes: ['eu-gdpr', 'uk-gdpr', 'us-ca-ccpa', 'us-va-vcdpa'],
  seat: { country: 'DE' },
};

/** A small organisation in Germany; parts may be changed. */
export function treeOf(parts: TreeParts): LintTree {
  return {
    organisation: organisationOn(organisationSchema.parse({ ...ACME, ...parts.organisation }), '2026-10-01'),
    policy: { id: 'privacy', kind: parts.kind ?? 'privacy', prevailing: parts.prevailing ?? 'en' },
    version: { id: '2026-10-01', effective: '2026-10-01', ...parts.version, frontMatter: frontMatterSchema.parse({ title: 'Privacy', ...parts.frontMatter }) },
    ...(parts.previous && { previous: { id: '2025-12-16', frontMatter: frontMatterSchema.parse({ title: 'Privacy' }), ...parts.previous } }),
    translations: parts.translations ?? {},
    cookies: parts.cookies ?? [],
    otherPolicies: parts.otherPolicies ?? [],
  };
}

/** Lints a sample with the regimes and the kind that concern the rule. */
export function lintFor(id: string, given: string | Sample): Finding[] {
  const rule = RULES.find((candidate): candidate is DocumentRule => candidate.id === id && candidate.subject === 'document');
  const sample: Sample = typeof given === 'string' ? { source: given } : given;
  const kind = rule?.appliesTo.find((name) => name !== 'any');
  const regimes = rule?.regimes.filter((name) => name !== 'all');
  const source = sample.source.replace(MARK, '');
  const tree = sample.tree && treeOf({ ...(kind && { kind }), ...sample.tree });
  const input: LintInput = { path: sample.path ?? 'policy.md', source, format: sample.format ?? 'md', locale: sample.locale ?? 'en', ...(tree && { tree }) };
  return lintDocument(input, { today: TODAY, unchecked: true, only: [id], ...(kind && { kind }), ...(regimes && { regimes }), ...sample.options });
}

/** Where a sample wants its finding: at the mark, or at the top. */
export function markedPlace(given: string | Sample): { line: number; column: number } {
  const source = typeof given === 'string' ? given : given.source;
  const before = source.slice(0, Math.max(0, source.indexOf(MARK))).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
