/**
 * Acceptances: findings that somebody has decided to live with, and why. They stay in the list, marked, and
 * do not fail a build.
 */

import type { z } from 'zod';
import { acceptanceSchema } from '../../core/schemas.ts';
import type { LintDocument } from './document.ts';
import type { Finding } from './finding.ts';

export type Acceptance = z.infer<typeof acceptanceSchema>;

/** Marks what is accepted, and adds a note for each acceptance in the front matter that fits nothing. */
export function acceptFindings(findings: readonly Finding[], document: LintDocument, ran: ReadonlySet<string>): Finding[] {
  const policy = document.tree?.policy.id;
  const organisation = document.tree?.organisation.accept ?? [];
  const own = readAcceptances(document.frontMatter.accept);
  const used = new Set<Acceptance>();
  const marked = findings.map((finding): Finding => {
    const mine = own.find((acceptance) => fits(acceptance, finding, policy));
    if (mine) used.add(mine);
    const theirs = mine ? undefined : organisation.find((acceptance) => fits(acceptance, finding, policy));
    if (mine) return { ...finding, accepted: { reason: mine.reason, by: 'front-matter' } };
    return theirs ? { ...finding, accepted: { reason: theirs.reason, by: 'organisation' } } : finding;
  });
  const idle = own.filter((acceptance) => !used.has(acceptance) && ran.has(acceptance.rule));
  return [...marked, ...idle.map((acceptance) => idleFinding(acceptance, document))];
}

function fits(acceptance: Acceptance, finding: Finding, policy: string | undefined): boolean {
  if (acceptance.rule !== finding.rule) return false;
  if (acceptance.policy !== undefined && acceptance.policy !== policy) return false;
  return acceptance.quote === undefined || normal(finding.quote).includes(normal(acceptance.quote));
}

function normal(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Acceptances as written in front matter. The content loader refuses a malformed list; here one is passed over. */
function readAcceptances(value: unknown): Acceptance[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const read = acceptanceSchema.safeParse(entry);
    return read.success ? [read.data] : [];
  });
}

function idleFinding(acceptance: Acceptance, document: LintDocument): Finding {
  const { start } = document.frontMatterPlace('accept');
  const line = document.source.slice(0, start).split('\n').length;
  return {
    rule: 'acceptance-unused',
    group: 'form',
    severity: 'info',
    confidence: 'sure',
    path: document.path,
    line,
    column: 1,
    endLine: line,
    endColumn: 1,
    quote: '',
    message: `The front matter accepts ${acceptance.rule}${acceptance.quote ? ` where it quotes “${acceptance.quote}”` : ''}, and there is no such finding.`,
    advice: 'Delete the entry: what it accepted has been mended.',
    source: 'An acceptance that fits nothing today may hide something tomorrow',
  };
}
