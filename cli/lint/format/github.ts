/**
 * Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
import type { Finding } from '../finding.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** One line a finding. Accepted ones become notices, so that a reviewer sees them and nothing fails. */
export function formatGithub(findings: readonly Finding[]): string {
  return findings.map((finding) => `${annotation(finding)}\n`).join('');
}

function annotation(finding: Finding): string {
  const command = finding.accepted ? 'notice' : COMMANDS[finding.severity];
  const title = `${finding.rule}${finding.confidence === 'check' ? ' (unchecked)' : ''}${finding.accepted ? ' (accepted)' : ''}`;
  const properties = { file: finding.path, line: finding.line, endLine: finding.endLine, col: finding.column, endColumn: finding.endColumn, title };
  const advice = finding.accepted ? `Accepted: ${finding.accepted.reason}` : finding.advice;
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${command} ${list.join(',')}::${escapeData(`${finding.message}\n${advice}\n${finding.source}`)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
