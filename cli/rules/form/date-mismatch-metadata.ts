import { dateInWords } from '../../../core/dates.ts';
import { formRule } from '../../lint/rule.ts';
import { ownDatesIn } from '../../lint/wording/dates.ts';

export const dateMismatchMetadata = formRule({
  id: 'date-mismatch-metadata',
  severity: 'error',
  needsTree: true,
  source: 'Bus. & Prof. Code § 22575(b)(4); Cal. Code Regs. tit. 11 § 7011(e)(4)',
  advice: 'Delete the typed date: the page shows the dates of the version by itself, and they are never wrong.',
  check({ passages, tree, locale }, report) {
    if (!tree) return;
    const { effective, announced, publishedAt, frontMatter } = tree.version;
    const known = [effective, announced, publishedAt?.slice(0, 10), frontMatter.reviewed].filter((date) => date !== undefined);
    for (const passage of passages) {
      for (const { date, start, end } of ownDatesIn(passage.prose)) {
        if (!known.includes(date))
          report(
            `The text dates itself ${dateInWords(date, locale)}, and this version is in force from ${dateInWords(effective, locale)}.`,
            passage.place(start, end),
          );
      }
    }
  },
});
