import { formRule } from '../../lint/rule.ts';
import { datesIn, ownDatesIn } from '../../lint/wording/dates.ts';

const CREATED = /\b(?:created|first published|published|erstellt|veröffentlicht)(?:\s+(?:on|at|am))?[\s:*_–-]*$/i;

export const dateOrder = formRule({
  id: 'date-order',
  severity: 'error',
  source: 'Dates that cannot be, cannot be trusted',
  advice: 'Correct the one that is wrong.',
  check(document, report) {
    const { tree, today } = document;
    if (tree && document.isPrevailing) {
      const { id, effective, announced } = tree.version;
      const { reviewed } = tree.version.frontMatter;
      if (announced && announced > effective)
        report(`Announced on ${announced}, after it came into force on ${effective}.`, document.frontMatterPlace('announced'));
      if (reviewed && today && reviewed > today) report(`Reviewed on ${reviewed}, and today is ${today}.`, document.frontMatterPlace('reviewed'));
      if (tree.previous && tree.previous.id.localeCompare(id, 'en', { numeric: true }) >= 0) report(`Version ${id} follows ${tree.previous.id}.`);
    }
    for (const passage of document.passages) {
      const own = ownDatesIn(passage.prose);
      const created = datesIn(passage.prose).find(({ start }) => CREATED.test(passage.prose.slice(Math.max(0, start - 40), start)));
      for (const { date, start, end } of own) {
        const before = passage.prose.slice(Math.max(0, start - 40), start);
        if (created && date < created.date) report(`Updated on ${date}, before it was made on ${created.date}.`, passage.place(start, end));
        else if (today && date > today && /updated|modified|revised|aktualisiert|geändert/i.test(before))
          report(`“Last updated” lies in the future: ${date}.`, passage.place(start, end));
      }
    }
  },
});
