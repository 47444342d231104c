import { endingOf, listsOf } from '../../lint/lists.ts';
import { formRule } from '../../lint/rule.ts';

const ENOUGH_ITEMS = 3;

export const listPunctuationMixed = formRule({
  id: 'list-punctuation-mixed',
  severity: 'info',
  source: 'Plain language: parallel form',
  advice: 'End all items alike: nothing after fragments, a full stop after sentences.',
  check(document, report) {
    for (const { items } of listsOf(document)) {
      // The last item closes the sentence of the list, so it may end in its own way.
      const inner = items.slice(0, -1);
      const endings = inner.map(endingOf);
      const [first] = endings;
      const odd = endings.findIndex((ending) => ending !== undefined && first !== undefined && ending !== first);
      const item = inner[odd];
      if (items.length >= ENOUGH_ITEMS && item) report(`This item ends with ${endings[odd]}, the first of its list with ${first}.`, item.place());
    }
  },
});
