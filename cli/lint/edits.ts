/**
 * What changed between two versions, as far as the linter must know: passages paired by likeness, and the
 * words in a pair whose change turns a meaning. A finer comparison may be handed in with the input.
 */
import type { LintDocument } from './document.ts';
import type { SensitiveChange } from './input.ts';
import { type Passage, plainWords } from './passage.ts';

export interface Edit {
  before: Passage;
  after: Passage;
  changes: SensitiveChange[];
}

const CLASSES: readonly { kind: string; pattern: RegExp }[] = [
  { kind: 'number', pattern: /\d+(?:[.,]\d+)*(?:\s?(?:%|€|\$|days?|weeks?|months?|years?|hours?|Tagen?|Wochen?|Monaten?|Jahren?))?/gi },
  { kind: 'negation', pattern: /\b(?:not|never|no|none|without|cannot|nor|nicht|nie|niemals|kein\w*|ohne)\b|n[’']t\b/gi },
  { kind: 'modal', pattern: /\b(?:may|must|shall|should|will|can|might|could|müssen|muss|dürfen|darf|können|kann|sollen|soll|werden|wird)\b/gi },
];

/** Passages of the earlier version that stand reworded in this one. */
export function editsBetween(before: LintDocument, after: LintDocument): Edit[] {
  const old = new Set(before.passages.map(normal));
  const now = new Set(after.passages.map(normal));
  const gone = before.passages.filter((passage) => !now.has(normal(passage)));
  const fresh = after.passages.filter((passage) => !old.has(normal(passage)));
  const left = new Map(gone.map((passage) => [passage, wordsOf(passage)]));
  const edits: Edit[] = [];
  for (const passage of fresh) {
    const words = wordsOf(passage);
    const [best] = [...left].map(([candidate, others]) => ({ candidate, likeness: likeness(words, others) })).sort((a, b) => b.likeness - a.likeness);
    if (!best || best.likeness < 0.5) continue;
    left.delete(best.candidate);
    edits.push({ before: best.candidate, after: passage, changes: sensitiveChanges(best.candidate.prose, passage.prose) });
  }
  return edits;
}

/** Same words for a reader. */
export function sameWords(before: LintDocument, after: LintDocument): boolean {
  return before.passages.map(normal).join('\n') === after.passages.map(normal).join('\n');
}

/** Numbers, negations and modal verbs that one text has and the other lacks. */
export function sensitiveChanges(before: string, after: string): SensitiveChange[] {
  return CLASSES.flatMap(({ kind, pattern }) => {
    const old = tokens(before, pattern);
    const now = tokens(after, pattern);
    const gone = without(old, now);
    const come = without(now, old);
    return gone.length || come.length ? [{ kind, before: gone.join(', '), after: come.join(', ') }] : [];
  });
}

function tokens(text: string, pattern: RegExp): string[] {
  return (text.match(pattern) ?? []).map((token) => token.toLowerCase());
}

function without(all: readonly string[], others: readonly string[]): string[] {
  const rest = [...others];
  return all.filter((token) => {
    const at = rest.indexOf(token);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
}

function wordsOf(passage: Passage): Set<string> {
  return new Set(plainWords(passage.prose));
}

/** Shared words over all words (Jaccard). */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return shared / (a.size + b.size - shared || 1);
}

function normal(passage: Passage): string {
  return passage.text.replace(/\s+/g, ' ').trim();
}
