/** "See section 4.2": places where a text names a part of itself by number. */
import type { LintDocument } from './document.ts';
import { type Match, matchesIn } from './matches.ts';
import { ELSEWHERE, LAW_NEAR } from './wording/law-names.ts';

const NAMED =
  /(?<![\p{L}§-])(sections?|clauses?|annex|schedule|appendix|exhibit|abschnitt|ziffer|anhang|anlage)\s+((?:\d{1,2}|[A-Z](?![\p{L}\d]))(?:\.\d{1,2})*)(?:\(?[a-z]\))?(?![\d\p{L}])/giu;
/** Later in the sentence: `Sections O, P and Q of the Terms of Service`. */
const OTHER_TEXT = /^[^.;]{0,200}\b(?:of|in|to|under) (?:the|our|its|your|GitHub[’']?s?)\b[^.;]{0,60}\b(?:terms|agreement|policy|statement|addendum)\b/i;
const CLAUSE_END = /[.;:]\s/;

export interface CrossReference extends Match {
  /** `4.2`, `B`. */
  label: string;
}

/** References to this document's own numbered parts. Those to laws and to other documents are left out. */
export function crossReferences(document: LintDocument): CrossReference[] {
  const found: CrossReference[] = [];
  for (const match of matchesIn(document.passages, NAMED)) {
    if (match.passage.kind === 'heading') continue;
    const { prose } = match.passage;
    const after = prose.slice(match.end);
    const clause = `${prose
      .slice(Math.max(0, match.start - 80), match.start)
      .split(CLAUSE_END)
      .at(-1)} ${after.slice(0, 80).split(CLAUSE_END)[0]}`;
    // "This Section 2" is where the reader is.
    if (/\bth(?:is|ese|e following)\s+$/i.test(prose.slice(0, match.start))) continue;
    if (ELSEWHERE.test(after) || OTHER_TEXT.test(after) || LAW_NEAR.test(clause)) continue;
    found.push({ ...match, label: match.groups[1] ?? '' });
  }
  return found;
}

/** Numbers that the document gives its parts: typed into headings, or by its ordered lists. */
export function partLabels(document: LintDocument): Set<string> {
  const labels = new Set<string>();
  for (const { number, parent } of document.sections) {
    if (!number) continue;
    labels.add(number.label.toUpperCase());
    if (number.parts.length === 1 && parent?.number) labels.add(`${parent.number.label.toUpperCase()}.${number.label.toUpperCase()}`);
  }
  return labels;
}
