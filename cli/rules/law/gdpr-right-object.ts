import type { Topic } from '../../lint/components.ts';
import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { languagesOf, speaksOf, wordsFor } from '../../lint/wording/topics.ts';

const OTHERS: readonly Topic[] = ['right-rectification', 'right-erasure', 'right-restriction', 'right-portability'];
const MOST_OTHERS = 2;

export const gdprRightObject = lawRule({
  id: 'gdpr-right-object',
  severity: 'error',
  regimes: ['eu', 'uk'],
  wholePolicy: true,
  languages: languagesOf('right-objection'),
  source: 'GDPR Art. 13(2)(b), 21(1) to (4)',
  advice: 'Art. 21(4) wants it clear and apart from other information: give it a heading, or an item of its own. <Rights/> does.',
  check(document, report) {
    if (document.covers('right-objection')) return;
    if (!speaksOf(document, 'right-objection')) {
      report('The right to object is not mentioned.', placeAbout(document, 'rights'));
      return;
    }
    const words = wordsFor('right-objection', document.language);
    if (!words) return;
    const mentions = document.passages.filter((passage) => words.test(passage.prose));
    const apart = mentions.some((passage) => OTHERS.filter((topic) => wordsFor(topic, document.language)?.test(passage.prose)).length < MOST_OTHERS);
    const [first] = mentions;
    if (first && !apart) report('The right to object only stands in one breath with other rights.', first.placeOfFirst(words), { severity: 'warning' });
  },
});
