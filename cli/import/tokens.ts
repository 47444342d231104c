/**
 * Stand-ins for what must pass through parsers of Markdown and HTML untouched: words of a template
 * language, anchors, components, references to footnotes. A token is one run of letters and digits, so
 * no parser sees more in it than a word.
 */

export type Held =
  /** Words that the result shows. */
  | { type: 'words'; words: string }
  /** A place that links lead to. */
  | { type: 'anchor'; id: string }
  /** Anchors of the heading that the token stands in, the one to keep first. */
  | { type: 'heading-ids'; ids: string[] }
  /** A component of this project, as MDX. */
  | { type: 'component'; name: string; attributes: Record<string, string> }
  | { type: 'footnote'; identifier: string };

export class Tokens {
  private readonly held: Held[] = [];
  private readonly start: string;

  /** @param source The text that tokens are put into: none of its own words may look like one. */
  constructor(source: string) {
    let start = 'Fnq';
    while (source.includes(start)) start += 'q';
    this.start = start;
  }

  hold(thing: Held): string {
    this.held.push(thing);
    return `${this.start}${this.held.length - 1}z`;
  }

  /** Parts text at its tokens. */
  split(text: string): (string | Held)[] {
    if (!text.includes(this.start)) return [text];
    const parts: (string | Held)[] = [];
    let end = 0;
    for (const match of text.matchAll(new RegExp(`${this.start}(\\d+)z`, 'g'))) {
      const held = this.held[Number(match[1])];
      if (!held) continue;
      if (match.index > end) parts.push(text.slice(end, match.index));
      parts.push(held);
      end = match.index + match[0].length;
    }
    if (end < text.length) parts.push(text.slice(end));
    return parts;
  }

  /** Text with the words of its tokens put back, and other tokens taken out: for code, addresses and notes. */
  words(text: string): string {
    return this.split(text)
      .map((part) => (typeof part === 'string' ? part : part.type === 'words' ? part.words : ''))
      .join('');
  }
}
