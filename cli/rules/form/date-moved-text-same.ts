import { sameWords } from '../../lint/edits.ts';
import { formRule } from '../../lint/rule.ts';

export const dateMovedTextSame = formRule({
  id: 'date-moved-text-same',
  severity: 'warning',
  needsTree: true,
  source: 'A new date without new words alarms readers for nothing',
  advice: 'Delete this version. A review without a change is `reviewed` in the front matter.',
  check(document, report) {
    const { tree, previous } = document;
    // Versions of cause `law`, `tool` or `translation` may leave the prevailing words as they are.
    if (!tree?.previous || !previous || !document.isPrevailing || tree.version.frontMatter.cause !== 'wording') return;
    const hasOtherWords = tree.previous.hasOtherWords ?? !sameWords(previous, document);
    if (!hasOtherWords) report(`Version ${tree.version.id} has the very words of ${tree.previous.id}.`);
  },
});
