/** What a rule found, and where. Everything a formatter or a build needs; nothing that needs the document again. */
import type { Confidence } from '../../core/vocabulary.ts';

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type RuleGroup = 'form' | 'law';

export interface Finding {
  rule: string;
  group: RuleGroup;
  severity: Severity;
  /** `check`: nobody has compared the rule with its source yet. */
  confidence: Confidence;
  path: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 code units, as editors and GitHub count. */
  column: number;
  endLine: number;
  endColumn: number;
  /** The words that it is about, on one line; empty for something that is missing. */
  quote: string;
  /** What is wrong here. */
  message: string;
  /** What a writer can do about it. */
  advice: string;
  /** Article, guideline or reason that the rule rests on. */
  source: string;
  /** Somebody has decided to live with it. */
  accepted?: { reason: string; by: 'organisation' | 'front-matter' | 'site' };
}

/** 1 when an error or a warning stands that nobody has accepted, else 0. Information never fails. */
export function exitStatus(findings: readonly Finding[]): 0 | 1 {
  return findings.some((finding) => !finding.accepted && finding.severity !== 'info') ? 1 : 0;
}

/** Standing findings by severity, and how many were accepted. */
export function countFindings(findings: readonly Finding[]): Record<Severity | 'accepted', number> {
  const counts = { error: 0, warning: 0, info: 0, accepted: 0 };
  for (const finding of findings) counts[finding.accepted ? 'accepted' : finding.severity] += 1;
  return counts;
}
