/** Cookie tables that authors type, beside the registry that <Cookies/> shows. */
import type { LintDocument } from './document.ts';
import type { Passage } from './passage.ts';
import { nodesOf, plainText, type SyntaxNode } from './syntax.ts';

export const COOKIE_COLUMNS = {
  name: /^\s*(?:cookies?|cookie name|name(?: of (?:the )?cookie)?|key|bezeichnung|name des cookies)\s*$/i,
  purpose: /\b(?:purpose|description|use|function|what|why|zweck|beschreibung)\b/i,
  lifetime: /\b(?:duration|expir\w*|lifetime|lifespan|retention|period|laufzeit|speicherdauer|dauer|gültigkeit)\b/i,
  party: /\b(?:party|provider|set by|vendor|company|domain|anbieter)\b/i,
} as const;
export type CookieColumn = keyof typeof COOKIE_COLUMNS;

export interface CookieTable {
  node: SyntaxNode;
  columns: Readonly<Partial<Record<CookieColumn, number>>>;
  /** Cells by row, the head left out. */
  rows: readonly (readonly Passage[])[];
}

/** The cells of a column in every such table, each with its row. */
export function cellsOf(document: LintDocument, column: CookieColumn): { cell: Passage; row: readonly Passage[] }[] {
  return cookieTables(document).flatMap(({ rows, columns: { [column]: at } }) =>
    rows.flatMap((row) => {
      const cell = at === undefined ? undefined : row[at];
      return cell ? [{ cell, row }] : [];
    }),
  );
}

/** Tables with a column of cookie names. */
export function cookieTables(document: LintDocument): CookieTable[] {
  const cells = new Map(document.passages.filter(({ kind }) => kind === 'cell').map((passage) => [passage.node, passage]));
  const tables: CookieTable[] = [];
  for (const node of nodesOf(document.root)) {
    if (node.type !== 'table') continue;
    const [head, ...body] = node.children ?? [];
    const titles = (head?.children ?? []).map((cell) => plainText(cell));
    const columns: Partial<Record<CookieColumn, number>> = {};
    for (const [column, words] of Object.entries(COOKIE_COLUMNS) as [CookieColumn, RegExp][]) {
      const at = titles.findIndex((title) => words.test(title));
      if (at !== -1) columns[column] = at;
    }
    const about = /cookie/i.test(titles.join(' ')) || (document.kind === 'cookies' && columns.name !== undefined && columns.purpose !== undefined);
    if (about && columns.name !== undefined)
      tables.push({ node, columns, rows: body.map((row) => (row.children ?? []).flatMap((cell) => cells.get(cell) ?? [])) });
  }
  return tables;
}
