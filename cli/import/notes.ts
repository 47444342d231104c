/**
 * What a conversion did to a source beside carrying over its words. Nothing that a reader of the source
 * could see, and nothing that an author put into it, goes without a note.
 */

export const NOTE_KINDS = [
  'title',
  'front-matter',
  'comment',
  'liquid',
  'kramdown',
  'mdx',
  'navigation',
  'script',
  'hidden',
  'control',
  'embed',
  'image',
  'link',
  'anchor',
  'heading',
  'list',
  'table',
  'emphasis',
  'footnote',
  'plain-text',
  'fallback',
] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

export interface Note {
  kind: NoteKind;
  /** One sentence for whoever looks the result over. */
  detail: string;
  /** How often, where more than once. */
  times?: number;
  /** Words that the source shows and the result does not. */
  lost?: string;
  /** Words that the result shows and the source does not. */
  added?: string;
}

/** Collects notes; the same sentence is noted once and counted. */
export class Notes {
  private readonly all = new Map<string, { note: Note; times: number }>();

  add(kind: NoteKind, detail: string, words: { lost?: string; added?: string } = {}): void {
    const key = JSON.stringify([kind, detail, words]);
    const known = this.all.get(key);
    if (known) known.times += 1;
    else this.all.set(key, { note: { kind, detail, ...words }, times: 1 });
  }

  list(): Note[] {
    return [...this.all.values()].map(({ note, times }) => (times === 1 ? note : { ...note, detail: `${note.detail} (${times} times)` }));
  }
}

/** Words shortened to fit a note. */
export function excerpt(words: string, length = 80): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}
