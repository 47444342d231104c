import { matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

const YEARS = /(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:(?:19|20)\d{2}\s*[-–]\s*)?((?:19|20)\d{2})\b/gi;

export const copyrightYearMixed = formRule({
  id: 'copyright-year-mixed',
  severity: 'info',
  source: 'Two years make a page look forgotten',
  advice: 'Delete the line, or leave it to the site.',
  check({ passages, tree }, report) {
    const version = tree?.version.effective.slice(0, 4);
    let first: string | undefined;
    for (const { groups, place } of matchesIn(passages, YEARS)) {
      const year = groups[0] ?? '';
      if (first !== undefined && year !== first) report(`The copyright year is ${first} in one place and ${year} here.`, place);
      else if (version && year < version) report(`The copyright year ${year} lies before this version of ${version}.`, place);
      first ??= year;
    }
  },
});
