/** Findings as a compiler prints its own: a place a line, what to do below it, a summary at the end. */
import { counted } from '../../outcome.ts';
import { countFindings, type Finding } from '../finding.ts';
import type { SkippedRule } from '../select.ts';

/**
 * Findings as text, grouped by file. Accepted ones follow at the end, with their reasons.
 *
 * @param skipped Rules that could not be run, by file; they are named once for each reason.
 */
export function formatText(findings: readonly Finding[], skipped: readonly SkippedRule[] = []): string {
  const standing = findings.filter((finding) => !finding.accepted);
  const accepted = findings.filter((finding) => finding.accepted);
  return [
    ...standing.flatMap(standingLines),
    ...(accepted.length ? ['accepted:', ...accepted.map(acceptedLine), ''] : []),
    ...skippedLines(skipped),
    summaryLine(findings),
    '',
  ].join('\n');
}

function standingLines(finding: Finding): string[] {
  const unchecked = finding.confidence === 'check' ? ', unchecked' : '';
  return [`${placeOf(finding)}: ${finding.severity}: ${finding.message} [${finding.rule}${unchecked}]`, `    ${finding.advice}`, `    ${finding.source}`, ''];
}

function acceptedLine(finding: Finding): string {
  return `  ${placeOf(finding)}: ${finding.message} [${finding.rule}] Accepted: ${finding.accepted?.reason}`;
}

function placeOf({ path, line, column }: Finding): string {
  return `${path}:${line}:${column}`;
}

function skippedLines(skipped: readonly SkippedRule[]): string[] {
  const byReason = Map.groupBy(skipped, ({ why }) => why);
  return [...byReason].map(([why, rules]) => {
    const names = [...new Set(rules.map(({ rule }) => rule))];
    return `not run, ${why}: ${names.length} rules (${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''})`;
  });
}

function summaryLine(findings: readonly Finding[]): string {
  const { error, warning, info, accepted } = countFindings(findings);
  if (findings.length === 0) return 'Nothing found.';
  return `${counted(error, 'error')}, ${counted(warning, 'warning')}, ${info} to know${accepted ? `, ${accepted} accepted` : ''}.`;
}
