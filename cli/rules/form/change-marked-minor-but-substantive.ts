import { editsBetween } from '../../lint/edits.ts';
import { formRule } from '../../lint/rule.ts';

const SUBSTANCE =
  /(?<!\p{L})(?:purpos|recipient|shar|disclos|retention|how long|rights?|collect|liab|transfer|zweck|empfänger|weitergabe|speicherdauer|rechte|haftung|übermittlung)/iu;

export const changeMarkedMinorButSubstantive = formRule({
  id: 'change-marked-minor-but-substantive',
  severity: 'warning',
  confidence: 'check',
  needsTree: true,
  source: 'WP260 rev.01 para. 29; Bus. & Prof. Code § 22575(b)(3)',
  advice: 'Mark the version material, or accept this with the reason.',
  check(document, report) {
    const { tree, previous } = document;
    if (!tree || !previous || !document.isPrevailing || tree.version.frontMatter.material) return;
    for (const { after, changes } of editsBetween(previous, document)) {
      if (changes.length && SUBSTANCE.test(after.section.title))
        report(`“${after.section.title}” changed in substance, and the version is not marked material.`, after.place());
    }
  },
});
