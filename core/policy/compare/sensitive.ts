/**
 * Finds edits that may alter what people are promised. What stands in words that were kept is never
 * one; what was taken out and put in again inside one block is none either.
 */
import type { Block } from '../blocks.ts';
import { cellText } from './cells.ts';
import type { BlockChange, Sensitive, SensitiveKind, Word } from './comparison.ts';
import { isAboutRecipients, recipientsIn } from './recipients.ts';
import { type Fact, factsIn } from './sensitive-words.ts';
import { type Span, spansOf } from './spans.ts';
import { beginning } from './tokens.ts';

/** Ids and titles of a section, and of the one above it, on both sides. */
export type SectionNames = (section: string) => readonly string[];

/** The sensitive edits of one block. */
export function sensitiveEdits(change: BlockChange, locale: string | undefined, namesOf: SectionNames): Sensitive[] {
  const words = editedWords(change);
  if (!words) return [];
  const spans = spansOf(change, words);
  const isAboutThem = isAboutRecipients(namesOf(change.section));
  const factsOf = (block: Block) => [...factsIn(block.text, locale, block.kind === 'heading'), ...recipientsIn(block, isAboutThem)];
  const before = touched(
    change.before,
    factsOf,
    spans.filter(({ op }) => op === 'delete'),
  );
  const after = touched(
    change.after,
    factsOf,
    spans.filter(({ op }) => op === 'insert'),
  );
  const isOneSided = change.op === 'inserted' || change.op === 'deleted';
  const edits = pairFacts(before, after, isOneSided);
  return [...edits, ...(isAboutThem ? recipientEntry(change, edits) : [])];
}

function editedWords(change: BlockChange): readonly Word[] | undefined {
  if (change.op === 'equal' || change.op === 'moved-from' || change.typographic || change.renumbered) return undefined;
  return change.op === 'moved-to' ? change.edits : change.words;
}

function touched(block: Block | undefined, factsOf: (block: Block) => Fact[], spans: readonly Span[]): Fact[] {
  if (!block || spans.length === 0) return [];
  return factsOf(block).filter(({ start, end }) => spans.some((span) => span.start < end && start < span.end));
}

const ORDER: readonly SensitiveKind[] = ['negation', 'period', 'amount', 'number', 'date', 'modal', 'recipient'];

/** Facts of one kind that went, each with the one that came in its place. */
function pairFacts(before: Fact[], after: Fact[], isOneSided: boolean): Sensitive[] {
  const gone = unmatched(before, after);
  const come = unmatched(after, before);
  return ORDER.flatMap((kind) => {
    const olds = gone.filter((fact) => fact.kind === kind);
    const news = come.filter((fact) => fact.kind === kind);
    return Array.from({ length: Math.max(olds.length, news.length) }, (_, index) => [olds[index], news[index]] as const)
      .filter(([old, now]) => (old && now) || !(old ?? now)?.weak)
      .filter(([old, now]) => !isOneSided || saysMuchAlone(old ?? now))
      .map(([old, now]) => ({ kind, before: old?.text ?? '', after: now?.text ?? '' }));
  });
}

/** What counts in a whole block that came or went: a bare number or "you can" there is no more than prose. */
function saysMuchAlone(fact: Fact | undefined): boolean {
  if (fact?.kind === 'modal') return !/^(?:can|could|might|können)$/.test(fact.meaning);
  return fact?.kind !== 'number';
}

/** The facts that the other side has not, one for one. */
function unmatched(facts: readonly Fact[], others: readonly Fact[]): Fact[] {
  const left = new Map<string, number>();
  const key = ({ kind, meaning }: Fact) => `${kind} ${meaning}`;
  for (const other of others) left.set(key(other), (left.get(key(other)) ?? 0) + 1);
  return facts.filter((fact) => {
    const count = left.get(key(fact)) ?? 0;
    left.set(key(fact), count - 1);
    return count <= 0;
  });
}

/** A whole item or row, or its name, that came or went where recipients are listed. */
function recipientEntry(change: BlockChange, edits: readonly Sensitive[]): Sensitive[] {
  if (!isListed(change) || edits.some(({ kind }) => kind === 'recipient')) return [];
  const before = nameOf(change.before);
  const after = nameOf(change.after);
  return before === after ? [] : [{ kind: 'recipient', before, after }];
}

/** Entries are items and rows of data; of a changed item it cannot be said what in it is the name. */
function isListed({ kind, op, before, after }: BlockChange): boolean {
  if (kind === 'row') return !(after ?? before)?.header;
  return kind === 'item' && (op === 'inserted' || op === 'deleted' || op === 'replaced');
}

function nameOf(block: Block | undefined): string {
  if (!block) return '';
  const name = block.kind === 'row' ? cellText(block, 0) : block.text;
  return beginning(name, 60);
}
