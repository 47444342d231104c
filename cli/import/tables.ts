/** What a table of HTML is: its rows and cells, whether it has a head, and whether it is one at all. */
import type { Element } from 'hast';

export function rowsOf(table: Element): Element[] {
  return table.children.flatMap((child) => (child.type !== 'element' ? [] : child.tagName === 'tr' ? [child] : rowsOf(child)));
}

export function cellsOf(table: Element): Element[] {
  return table.children.flatMap((child): Element[] => {
    if (child.type !== 'element') return [];
    return child.tagName === 'td' || child.tagName === 'th' ? [child] : child.tagName === 'table' ? [] : cellsOf(child);
  });
}

/** No header cell, and headings, tables or many blocks in a cell: nothing that has rows and columns in meaning. */
export function isLayout(table: Element, cells: Element[]): boolean {
  if (cells.some((cell) => cell.tagName === 'th') || table.properties.role === 'grid') return false;
  if (table.properties.role === 'presentation' || cells.length === 1) return true;
  return cells.some((cell) => holdsAny(cell, /^(h[1-6]|table)$/));
}

function holdsAny(node: Element, names: RegExp): boolean {
  return node.children.some((child) => child.type === 'element' && (names.test(child.tagName) || holdsAny(child, names)));
}

/** A cell all of whose words are bold. */
export function isBold(cell: Element): boolean {
  const words = cell.children.filter((child) => child.type !== 'text' || child.value.trim() !== '');
  return (
    words.length > 0 &&
    words.every((child) => child.type === 'element' && (child.tagName === 'b' || child.tagName === 'strong' || (child.tagName === 'p' && isBold(child))))
  );
}
