import { formRule } from '../../lint/rule.ts';
import { nodesOf, placeOf, plainText } from '../../lint/syntax.ts';

export const tableWithoutHeaders = formRule({
  id: 'table-without-headers',
  severity: 'error',
  source: 'WCAG 2.2, 1.3.1: a cell is read with the head of its column',
  advice: 'Give each column a head; Markdown takes the first row for it.',
  check({ root }, report) {
    for (const node of nodesOf(root)) {
      if (node.type === 'html' && /<table\b/i.test(node.value ?? '') && !/<th\b/i.test(node.value ?? '') && /<t[rd]\b/i.test(node.value ?? ''))
        report('This table has no head cells.', placeOf(node));
      if (node.type !== 'table') continue;
      const [head, ...rows] = node.children ?? [];
      const cells = head?.children ?? [];
      // An empty corner over the names of the rows is right.
      const empty = cells.findIndex((cell, index) => index > 0 && !hasWords(cell));
      if (cells.length > 0 && cells.every((cell) => !hasWords(cell))) report('The head row of this table is empty.', head && placeOf(head));
      else if (empty > 0) report(`Column ${empty + 1} of this table has no head.`, head && placeOf(head));
      for (const row of rows) {
        if ((row.children?.length ?? 0) > cells.length) report(`This row has ${row.children?.length} cells, the head has ${cells.length}.`, placeOf(row));
      }
    }
  },
});

function hasWords(cell: Parameters<typeof plainText>[0]): boolean {
  return plainText(cell).trim() !== '' || [...nodesOf(cell)].some((node) => node.type === 'image' && node.alt);
}
