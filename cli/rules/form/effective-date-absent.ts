import { formRule } from '../../lint/rule.ts';
import { datesIn, monthsIn } from '../../lint/wording/dates.ts';

const KEYS = ['date', 'effective', 'effectiveDate', 'effective_date', 'updated', 'lastUpdated', 'last_updated', 'lastmod', 'published'];

export const effectiveDateAbsent = formRule({
  id: 'effective-date-absent',
  severity: 'error',
  appliesTo: ['privacy', 'cookies', 'terms'],
  source: 'Bus. & Prof. Code § 22575(b)(4)',
  advice: 'Say from when the text is in force. In a content tree the version is its date.',
  check({ tree, passages, sections, frontMatter, path, kind, regimes }, report) {
    // Where California is served, its own rule asks for the date of a privacy policy.
    if (tree || (kind === 'privacy' && regimes.includes('us-ca')) || KEYS.some((key) => key in frontMatter) || /\d{4}-\d{2}-\d{2}/.test(path)) return;
    const first = sections.slice(0, 3).flatMap((section) => [...(section.heading ? [section.heading] : []), ...section.passages]);
    const edges = [...first, ...passages.slice(-8)];
    const dated = edges.some(
      (passage) => datesIn(passage.prose).length || monthsIn(passage.prose).length || /\d{1,2}[/.]\d{1,2}[/.]\d{2,4}/.test(passage.prose),
    );
    if (
      !dated &&
      !/\b(?:effective|last (?:updated|modified|revised)|in force|gültig ab|stand:)/i.test(
        passages.map((passage) => (datesIn(passage.prose).length ? passage.prose : '')).join('\n'),
      )
    )
      report('No date says from when this text counts.');
  },
});
