import { crossReferences, partLabels } from '../../lint/cross-references.ts';
import { formRule } from '../../lint/rule.ts';
import { nodesOf } from '../../lint/syntax.ts';

const ENOUGH_NUMBERED = 3;

export const xrefMissingSection = formRule({
  id: 'xref-missing-section',
  severity: 'error',
  source: 'A reader cannot find the rule; Directive 93/13/EEC Art. 5 (plain, intelligible terms)',
  advice: 'Name the section and link to it: a link is checked, a number is not.',
  check(document, report) {
    const labels = partLabels(document);
    // Where lists or paragraphs carry the numbers, nobody can say which list is meant.
    const listed =
      [...nodesOf(document.root)].some((node) => node.type === 'list' && node.ordered) ||
      document.passages.some((passage) => passage.kind !== 'heading' && /^\d{1,2}\.\d{0,2}\s/.test(passage.text));
    if (labels.size < ENOUGH_NUMBERED || listed) return;
    const letters = [...labels].some((label) => /^[A-Z]/.test(label));
    for (const { label, words, place, passage, start, end } of crossReferences(document)) {
      const top = (label.split('.')[0] ?? '').toUpperCase();
      const known = label.includes('.') ? labels.has(label.toUpperCase()) || labels.has(top) : labels.has(top);
      if (known || (/^[A-Z]/.test(top) && !letters) || (/^\d/.test(top) && letters) || passage.touches('link', start, end)) continue;
      report(`There is no ${words.toLowerCase().startsWith('section') ? `section ${label}` : `“${words}”`} in this document.`, place);
    }
  },
});
