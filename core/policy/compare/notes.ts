/** What a redline says about a block in visible words, for nothing may be told by colour alone. */
import type { BlockChange } from './comparison.ts';
import { attributes, escapeHtml } from './escape.ts';
import type { RedlineLabels } from './labels.ts';

/** The other end of each move, and the titles of sections. */
export interface Places {
  otherEnd(change: BlockChange): BlockChange | undefined;
  titleOf(section: string): string;
}

const CLASSES: Partial<Record<BlockChange['op'], string>> = {
  changed: 'is-changed',
  replaced: 'is-replaced',
  inserted: 'is-inserted',
  deleted: 'is-deleted',
  'moved-from': 'is-moved is-moved-from',
  'moved-to': 'is-moved is-moved-to',
  split: 'is-changed is-split',
  joined: 'is-changed is-joined',
};

/** Classes of the block's element; none where nothing happened to it. */
export function classesOf({ op, edits, sensitive, typographic, renumbered }: BlockChange): string | undefined {
  const parts = [
    renumbered && op === 'changed' ? 'is-renumbered' : CLASSES[op],
    op === 'moved-to' && edits && !renumbered && 'is-changed',
    sensitive && 'is-sensitive',
    typographic && 'is-typographic',
  ];
  return parts.filter(Boolean).join(' ') || undefined;
}

/** What stands before the words of a block. */
export function leadingNote(change: BlockChange, labels: RedlineLabels, places: Places): string {
  if (change.op === 'moved-from' || change.op === 'moved-to') return note(moveNote(change, labels, places));
  const text = leadingText(change, labels);
  return text === undefined ? '' : note(escapeHtml(text));
}

function leadingText({ op, group, typographic }: BlockChange, labels: RedlineLabels): string | undefined {
  if (typographic) return labels.typographic;
  if (group && group.index > 0) return undefined;
  const texts: Partial<Record<BlockChange['op'], string>> = {
    inserted: labels.added,
    deleted: labels.removed,
    replaced: labels.rewritten,
    split: labels.split,
    joined: labels.joined,
  };
  return texts[op];
}

function moveNote(change: BlockChange, labels: RedlineLabels, places: Places): string {
  const other = places.otherEnd(change);
  const direction = change.op === 'moved-from' ? labels.movedTo : labels.movedFrom;
  if (!other) return escapeHtml(direction);
  const place = other.section === change.section ? labels.sameSection : places.titleOf(other.section) || labels.topOfText;
  return `${escapeHtml(direction)} <a${attributes({ href: `#${other.anchor}` })}>${escapeHtml(place)}</a>`;
}

/** What stands after the words: links whose target changed, and the sign of a break put in. */
export function trailingNote({ op, links = [], group }: BlockChange, labels: RedlineLabels): string {
  const isBroken = op === 'split' && group && group.index < group.count - 1;
  const pilcrow = isBroken ? `<span class="redline-note" aria-hidden="true">¶</span>` : '';
  return pilcrow + links.map((link) => note(linkNote(link, labels))).join('');
}

function linkNote({ words, before, after }: { words: string; before: string; after: string }, labels: RedlineLabels): string {
  const address = (label: string, href: string) => `${escapeHtml(label)} <code>${escapeHtml(href)}</code>`;
  return `${escapeHtml(labels.linkChanged)} (${escapeHtml(words)}): ${address(labels.linkBefore, before)}, ${address(labels.linkAfter, after)}`;
}

/** A note, with a space on either side so that it keeps clear of the words where there is no style sheet. */
export function note(html: string): string {
  return `<span class="redline-note"> ${html} </span>`;
}
