/** Which rules run on a document, and why the others do not. */
import type { LintDocument } from './document.ts';
import type { LintOptions } from './input.ts';
import type { DocumentRule, Rule } from './rule.ts';

export interface SkippedRule {
  rule: string;
  why: string;
}

export interface Selection {
  rules: readonly DocumentRule[];
  /** Rules that would apply and could not be run. Those of other regimes or kinds are not named. */
  skipped: readonly SkippedRule[];
}

export function selectRules(document: LintDocument, options: LintOptions, all: readonly Rule[]): Selection {
  const rules: DocumentRule[] = [];
  const skipped: SkippedRule[] = [];
  for (const rule of all) {
    if (rule.subject !== 'document' || !concerns(rule, document, options)) continue;
    const why = obstacle(rule, document);
    if (why) skipped.push({ rule: rule.id, why });
    else rules.push(rule);
  }
  return { rules, skipped };
}

function concerns(rule: DocumentRule, document: LintDocument, options: LintOptions): boolean {
  if (options.only && !options.only.includes(rule.id)) return false;
  if (rule.confidence === 'check' && !options.unchecked) return false;
  const regime = rule.regimes.some((name) => name === 'all' || document.regimes.includes(name));
  const kind = rule.appliesTo.some((name) => name === 'any' || name === document.kind);
  return regime && kind;
}

function obstacle(rule: DocumentRule, document: LintDocument): string | undefined {
  if (rule.languages && !rule.languages.includes(document.language)) return `no word lists for ${document.language} yet`;
  if (rule.needsTree && !document.tree) return 'needs a content tree';
  if (rule.wholePolicy && document.isMostlyHtml) return 'most of the text is raw HTML; import it first';
  if (rule.wholePolicy && document.isSupplement) return 'the file only adds to another privacy policy';
  return undefined;
}
