import type { LintDocument } from '../../lint/document.ts';
import { editsBetween } from '../../lint/edits.ts';
import type { SensitiveChange } from '../../lint/input.ts';
import { formRule } from '../../lint/rule.ts';
import type { Place } from '../../lint/syntax.ts';

export const negationOrNumberFlip = formRule({
  id: 'negation-or-number-flip',
  severity: 'warning',
  needsTree: true,
  source: 'Material changes hide in small edits',
  advice: 'If it is meant, mark the version `material: true`, or say under `editorial` why it changes nothing for readers.',
  check(document, report) {
    const { tree } = document;
    if (!tree || !document.isPrevailing || tree.version.frontMatter.material || tree.version.frontMatter.editorial) return;
    for (const { change, place } of changesOf(document)) {
      report(
        `A small edit with a large effect (${change.kind}): ${change.before ? `“${change.before}”` : 'nothing'} became ${change.after ? `“${change.after}”` : 'nothing'}.`,
        place,
      );
    }
  },
});

function changesOf(document: LintDocument): { change: SensitiveChange; place?: Place }[] {
  const given = document.tree?.previous?.sensitiveChanges;
  if (given) return given.map((change) => ({ change, ...placeOfWords(document, change.after) }));
  if (!document.previous) return [];
  return editsBetween(document.previous, document).flatMap(({ after, changes }) => changes.map((change) => ({ change, place: after.place() })));
}

function placeOfWords(document: LintDocument, words: string): { place?: Place } {
  const passage = words ? document.passages.find(({ text }) => text.includes(words)) : undefined;
  return passage ? { place: passage.place(passage.text.indexOf(words), passage.text.indexOf(words) + words.length) } : {};
}
