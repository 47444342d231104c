import { isInvisible } from '../../lint/outline.ts';
import { formRule } from '../../lint/rule.ts';
import { nodesOf, placeOf } from '../../lint/syntax.ts';

export const emptyListOrItem = formRule({
  id: 'empty-list-or-item',
  severity: 'error',
  source: 'WCAG 2.2, 1.3.1: a screen reader counts the items',
  advice: 'Fill the item, or delete it.',
  check({ root }, report) {
    for (const node of nodesOf(root)) {
      if (node.type === 'listItem' && (node.children ?? []).every(isInvisible)) report('This list item is empty.', placeOf(node));
    }
  },
});
