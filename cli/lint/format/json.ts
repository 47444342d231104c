/** Findings for programs: one object, the fields of `Finding` as they are. */
import { countFindings, exitStatus, type Finding } from '../finding.ts';
import type { SkippedRule } from '../select.ts';

export function formatJson(findings: readonly Finding[], skipped: readonly SkippedRule[] = []): string {
  return `${JSON.stringify({ ok: exitStatus(findings) === 0, counts: countFindings(findings), findings, skipped }, undefined, 2)}\n`;
}
