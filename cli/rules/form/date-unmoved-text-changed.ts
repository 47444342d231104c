import { formRule } from '../../lint/rule.ts';

export const dateUnmovedTextChanged = formRule({
  id: 'date-unmoved-text-changed',
  severity: 'error',
  needsTree: true,
  source: 'Bus. & Prof. Code § 22575(b)(3) and (4). Measured: most wording commits of two public policies left the date alone',
  advice: 'Put the old words back, and write a new version. A slip that changes no meaning is an erratum in the front matter.',
  check({ tree, locale }, report) {
    if (tree?.version.matchesSeal === false) report(`Version ${tree.version.id} (${locale}) is published, and its words are no longer those that were sealed.`);
  },
});
