import type { LintDocument } from '../../lint/document.ts';
import { formRule } from '../../lint/rule.ts';
import { nodesOf } from '../../lint/syntax.ts';

export const translationShapeDiffers = formRule({
  id: 'translation-shape-differs',
  severity: 'warning',
  needsTree: true,
  source: 'WP260 rev.01 para. 13; GDPR Art. 12(1)',
  advice: 'Compare the two side by side: a section, an item or a number is missing in one of them.',
  check(document, report) {
    const { prevailing } = document;
    if (!prevailing || document.frontMatter.translationOf !== undefined) return;
    const [own, other] = [headings(document), headings(prevailing)];
    if (own.length !== other.length) {
      const first = own.find((section, index) => section.depth !== other[index]?.depth) ?? own.at(-1);
      report(`${own.length} sections here, ${other.length} in ${prevailing.locale}.`, first?.heading?.place());
      return;
    }
    own.forEach((section, index) => {
      const twin = other[index];
      if (!twin) return;
      for (const [what, count] of Object.entries(shapeOf(section))) {
        const expected = shapeOf(twin)[what as keyof ReturnType<typeof shapeOf>];
        if (count !== expected) report(`“${section.title}” has ${count} ${what}, its ${prevailing.locale} text has ${expected}.`, section.heading?.place());
      }
    });
  },
});

function headings(document: LintDocument) {
  return document.sections.filter((section) => section.heading);
}

function shapeOf({ nodes, passages }: LintDocument['sections'][number]) {
  const inside = nodes.flatMap((node) => [...nodesOf(node)]);
  return {
    'list items': inside.filter((node) => node.type === 'listItem').length,
    'table rows': inside.filter((node) => node.type === 'tableRow').length,
    links: passages.reduce((sum, passage) => sum + passage.spansOf('link').length, 0),
    components: inside.filter((node) => node.type.startsWith('mdxJsx') && /^[A-Z]/.test(node.name ?? '')).length,
  };
}
