/**
 * The policy linter, on unified: one plugin a rule, findings from vfile messages. Pure: it is handed texts
 * and gives back findings. Loading a content tree and printing are others' work.
 */

import type { Node } from 'mdast';
import { type Processor, unified } from 'unified';
import { lintRule } from 'unified-lint-rule';
import { VFile } from 'vfile';
import { organisationSchema } from '../../core/schemas.ts';
import { RULES } from '../rules/index.ts';
import { type Acceptance, acceptFindings } from './accept.ts';
import { LintDocument } from './document.ts';
import { type Finding, SEVERITIES } from './finding.ts';
import type { LintedSite, LintInput, LintOptions } from './input.ts';
import { pointFinder, quoteAt } from './place.ts';
import type { DocumentRule, OrganisationRule, Report, Rule, SiteRule } from './rule.ts';
import { type Selection, selectRules } from './select.ts';

export * from './finding.ts';
export { formatGithub } from './format/github.ts';
export { formatJson } from './format/json.ts';
export { formatText } from './format/text.ts';
export * from './input.ts';
export type { Rule } from './rule.ts';
export type { SkippedRule } from './select.ts';
export { RULES };

declare module 'vfile' {
  interface DataMap {
    lintDocument: LintDocument;
  }
}

/** What is wrong with one document: sorted by place, accepted findings marked and kept. */
export function lintDocument(input: LintInput, options: LintOptions = {}): Finding[] {
  return lintWithReport(input, options).findings;
}

/** The same, and which rules could not be run on it. */
export function lintWithReport(input: LintInput, options: LintOptions = {}): { findings: Finding[]; skipped: Selection['skipped'] } {
  let document: LintDocument;
  try {
    document = new LintDocument(input, options);
  } catch (error) {
    return { findings: [unreadable(input, error)], skipped: [] };
  }
  const { rules, skipped } = selectRules(document, options, RULES);
  const file = new VFile({ path: input.path, value: input.source });
  file.data.lintDocument = document;
  processorOf(rules).runSync(document.root as Node, file);
  const findings = file.messages.map((message) => findingOf(message, input.path)).sort(byPlace);
  return { findings: acceptFindings(findings, document, new Set(rules.map((rule) => rule.id))), skipped };
}

/** What is missing in `content/organisation.json`, of which `source` is the text. Its schema is checked elsewhere. */
export function lintOrganisation(path: string, source: string): Finding[] {
  const read = organisationSchema.safeParse(JSON.parse(source));
  if (!read.success) return [];
  const findings: Finding[] = [];
  for (const rule of RULES) {
    if (rule.subject !== 'organisation') continue;
    rule.check(read.data, (message, key, more) =>
      findings.push(fileFinding(rule, { path, source, accept: read.data.accept, by: 'organisation' }, message, key, more)),
    );
  }
  return findings;
}

/** What is wrong with a site that embeds the banner, beyond what the content loader refuses. `source` is the text of its file. */
export function lintSite(path: string, source: string, site: LintedSite): Finding[] {
  const findings: Finding[] = [];
  for (const rule of RULES) {
    if (rule.subject !== 'site') continue;
    rule.check(site, (message, key, more) => findings.push(fileFinding(rule, { path, source, accept: site.settings.accept, by: 'site' }, message, key, more)));
  }
  return findings;
}

interface JsonFile {
  path: string;
  source: string;
  accept: readonly Acceptance[];
  by: 'organisation' | 'site';
}

/** A finding about a field of a JSON file, or about its beginning where the field is not there. */
function fileFinding(
  rule: OrganisationRule | SiteRule,
  { path, source, accept, by }: JsonFile,
  message: string,
  key: string,
  more: { severity?: Finding['severity']; advice?: string; quote?: string } = {},
): Finding {
  const { line, column } = pointFinder(source)(Math.max(0, source.indexOf(`"${key}"`)));
  const quote = more.quote ?? key;
  const accepted = accept.find((entry) => entry.rule === rule.id && (entry.quote === undefined || entry.quote === quote));
  return {
    ...factsOf(rule),
    severity: more.severity ?? rule.severity,
    path,
    line,
    column,
    endLine: line,
    endColumn: column,
    quote,
    message,
    ...(more.advice && { advice: more.advice }),
    ...(accepted && { accepted: { reason: accepted.reason, by } }),
  };
}

const byId = new Map<string, Rule>(RULES.map((rule) => [rule.id, rule]));
const plugins = new Map<string, ReturnType<typeof pluginOf>>();
const processors = new Map<string, Processor>();

/** A frozen processor for a set of rules; sets are few (a kind and its regimes), so they are kept. */
function processorOf(rules: readonly DocumentRule[]): Processor {
  const key = rules.map((rule) => rule.id).join(' ');
  const known = processors.get(key);
  if (known) return known;
  const processor = unified();
  for (const rule of rules) {
    const plugin = plugins.get(rule.id) ?? pluginOf(rule);
    plugins.set(rule.id, plugin);
    processor.use(plugin);
  }
  const frozen = processor.freeze() as unknown as Processor;
  processors.set(key, frozen);
  return frozen;
}

/** A rule as a remark-lint plugin. */
function pluginOf(rule: DocumentRule) {
  return lintRule(`fairnotice:${rule.id}`, (_tree: Node, file) => {
    const document = file.data.lintDocument;
    if (document) rule.check(document, reporter(file, document));
  });
}

/** Turns what a rule reports into a vfile message, with the fields that vfile's reporters know. */
function reporter(file: VFile, document: LintDocument): Report {
  const locate = pointFinder(document.source);
  return (text, place = { start: 0, end: 0 }, more = {}) => {
    const message = file.message(text, { place: { start: locate(place.start), end: locate(place.end) } });
    message.actual = quoteAt(document.source, place);
    if (more.advice) message.note = more.advice;
    if (more.severity) message.expected = [more.severity];
  };
}

function findingOf(message: VFile['messages'][number], path: string): Finding {
  const rule = byId.get(message.ruleId ?? '') as DocumentRule;
  const place = message.place && 'start' in message.place ? message.place : undefined;
  const severity = SEVERITIES.find((name) => name === message.expected?.[0]) ?? rule.severity;
  return {
    ...factsOf(rule),
    severity,
    path,
    line: place?.start.line ?? 1,
    column: place?.start.column ?? 1,
    endLine: place?.end.line ?? 1,
    endColumn: place?.end.column ?? 1,
    quote: message.actual ?? '',
    message: message.reason,
    ...(message.note && { advice: message.note }),
  };
}

function factsOf(rule: Rule) {
  return { rule: rule.id, group: rule.group, severity: rule.severity, confidence: rule.confidence, advice: rule.advice, source: rule.source };
}

function byPlace(a: Finding, b: Finding): number {
  return a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : 1);
}

/** MDX that cannot be parsed cannot be published either: that is the one finding. */
function unreadable(input: LintInput, error: unknown): Finding {
  const reason = error instanceof Error ? error.message : String(error);
  const at = /(\d+):(\d+)/.exec(reason);
  const line = Number(at?.[1] ?? 1);
  const column = Number(at?.[2] ?? 1);
  return {
    rule: 'unreadable',
    group: 'form',
    severity: 'error',
    confidence: 'sure',
    path: input.path,
    line,
    column,
    endLine: line,
    endColumn: column,
    quote: '',
    message: `This file cannot be read as ${input.format.toUpperCase()}: ${reason}`,
    advice: 'Close every tag and every brace. A literal “<” or “{” is written “\\<” or “\\{”.',
    source: 'What cannot be parsed cannot be published',
  };
}
