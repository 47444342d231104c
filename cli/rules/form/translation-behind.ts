import { formRule } from '../../lint/rule.ts';

export const translationBehind = formRule({
  id: 'translation-behind',
  severity: 'warning',
  needsTree: true,
  source: 'WP260 rev.01 para. 13 (accurate translations); GDPR Art. 12(1)',
  advice: 'Translate what changed, then delete `translationOf`. Until then the page tells readers that it is behind.',
  check(document, report) {
    const made = document.frontMatter.translationOf;
    const { tree } = document;
    if (!tree || document.isPrevailing || made === undefined) return;
    const from = made instanceof Date ? made.toISOString().slice(0, 10) : String(made);
    if (from !== tree.version.id)
      report(`This translation was made from ${from}, and the version is ${tree.version.id}.`, document.frontMatterPlace('translationOf'));
  },
});
