import { crossReferences, partLabels } from '../../lint/cross-references.ts';
import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

/** `the “How long we keep data” section`, `see “Your rights”`, `as described in Your rights`. */
const TITLED =
  /\b(?:see|in|under|section|titled|headed)\s+(?:the\s+)?[“"„]([^”"“„]{6,80})[”"“]|\b(?:described|set out|explained|listed|see)\s+(?:in|under)?\s*(\p{Lu}[^.,;()“”"]{5,60})/gu;

export const xrefPlainText = formRule({
  id: 'xref-plain-text',
  severity: 'info',
  source: 'WCAG 2.2, 2.4.5 and 2.4.4: a place that is named should be one step away',
  advice: 'Make it a link to the section’s anchor.',
  check(document, report) {
    const labels = partLabels(document);
    const named = new Set<string>();
    for (const { label, words, place, passage, start, end } of crossReferences(document)) {
      // Once for each goal: the first mention is where a reader wants the link most.
      if (!labels.has(label.toUpperCase()) || named.has(label) || passage.touches('link', start, end)) continue;
      named.add(label);
      report(`“${words}” is a place in this document and not a link.`, place);
    }
    const titles = new Map(document.sections.map(({ title, number }) => [(number ? title.replace(/^\S+\s+/, '') : title).toLowerCase(), title]));
    for (const { groups, passage, start, end, words } of matchesIn(document.passages, TITLED)) {
      const title0 = (groups[0] ?? groups[1] ?? '').replace(/\s+section$/i, '').trim();
      const title = titles.get(title0.toLowerCase());
      if (!title || passage.kind === 'heading' || passage.section.title === title || passage.touches('link', start, end)) continue;
      const at = start + words.indexOf(title0);
      report(`“${title0}” is a section of this document and not a link.`, passage.place(at, at + title0.length));
    }
  },
});
