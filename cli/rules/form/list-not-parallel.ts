import { listsOf } from '../../lint/lists.ts';
import { formRule } from '../../lint/rule.ts';

const ENOUGH_ITEMS = 3;

export const listNotParallel = formRule({
  id: 'list-not-parallel',
  severity: 'info',
  confidence: 'check',
  languages: ['en'],
  source: 'Plain language: each item completes the lead-in in the same way',
  advice: 'Begin each item with the same kind of word.',
  check(document, report) {
    for (const { items, leadIn } of listsOf(document)) {
      if (!leadIn?.prose.trimEnd().endsWith(':') || items.length < ENOUGH_ITEMS) continue;
      const shapes = items.map((item) => shapeOf(item.prose));
      for (const shape of ['ing', 'to'] as const) {
        const others = shapes.filter((found) => found !== shape).length;
        const odd = shapes.findIndex((found) => found !== shape);
        if (others > 0 && others <= items.length / 3)
          report(`The other items begin ${shape === 'to' ? 'with “to”' : 'with a word in -ing'}.`, items[odd]?.place());
      }
    }
  },
});

function shapeOf(text: string): 'ing' | 'to' | 'other' {
  // An adverb in front changes nothing.
  const word = /^\W*(?:\w+ly\s+|otherwise\s+)?(\w+)/i.exec(text)?.[1] ?? '';
  return /^to$/i.test(word) ? 'to' : /\w{2}ing$/i.test(word) ? 'ing' : 'other';
}
