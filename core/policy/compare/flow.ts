/** Puts blocks back into lists, tables, quotations and definition lists, opening and closing as they come. */

type Container = 'table' | 'dl' | 'blockquote';

export class Flow {
  private html = '';
  /** Open lists from the outside in, each with an open item. */
  private readonly lists: ('ul' | 'ol')[] = [];
  private container: { name: Container; key: string } | undefined;
  private tablePart: 'thead' | 'tbody' | undefined;

  /** An item at `level`, from 1; a level that was left out is not made up. It stays open for what belongs in it. */
  item(level: number, ordered: boolean, attributes: string, html: string): void {
    const list = ordered ? 'ol' : 'ul';
    const depth = Math.max(1, Math.min(level, this.lists.length + 1));
    this.closeTo(depth);
    if (this.lists.length === depth && this.lists[depth - 1] === list) this.html += '</li>';
    else {
      this.closeTo(depth - 1);
      this.html += `<${list}>`;
      this.lists.push(list);
    }
    this.html += `<li${attributes}>${html}`;
  }

  /** A block that stands for itself, inside the open items of the lists down to `depth`. */
  block(depth: number, html: string): void {
    this.closeTo(Math.max(0, depth));
    this.html += html;
  }

  /** A paragraph of a quotation, a term or a description. */
  contained(name: 'dl' | 'blockquote', depth: number, html: string): void {
    this.open(name, '', depth);
    this.html += html;
  }

  /** A row of the table that `key` names. */
  row(key: string, depth: number, isHeader: boolean, html: string): void {
    this.open('table', key, depth);
    const part = isHeader && this.tablePart !== 'tbody' ? 'thead' : 'tbody';
    if (part !== this.tablePart) {
      this.closeTablePart();
      this.html += `<${part}>`;
      this.tablePart = part;
    }
    this.html += html;
  }

  end(): string {
    this.closeTo(0);
    return this.html;
  }

  private open(name: Container, key: string, depth: number): void {
    if (this.container?.name === name && this.container.key === key && this.lists.length <= depth) return;
    this.closeTo(depth);
    this.html += `<${name}>`;
    this.container = { name, key };
  }

  /** Closes the open container, and lists until `depth` of them are left. */
  private closeTo(depth: number): void {
    this.closeTablePart();
    if (this.container) this.html += `</${this.container.name}>`;
    this.container = undefined;
    while (this.lists.length > depth) this.html += `</li></${this.lists.pop()}>`;
  }

  private closeTablePart(): void {
    if (this.tablePart) this.html += `</${this.tablePart}>`;
    this.tablePart = undefined;
  }
}
