import { countWords } from '../../lint/passage.ts';
import { formRule } from '../../lint/rule.ts';
import { nodesOf, placeOf, type SyntaxNode } from '../../lint/syntax.ts';

const FEW_WORDS = 30;

export const imageOfText = formRule({
  id: 'image-of-text',
  severity: 'error',
  source: 'WCAG 2.2, 1.1.1 and 1.4.5; GDPR Art. 12(1)',
  advice: 'Put the content into text. What only decorates does not belong in a policy.',
  check({ sections }, report) {
    for (const section of sections) {
      const words = section.passages.reduce((sum, passage) => sum + countWords(passage.prose), 0);
      for (const node of section.nodes.flatMap((block) => [...nodesOf(block)])) {
        const alt = altOf(node);
        if (alt === undefined) continue;
        if (!alt.trim()) report('This image has no text that says what it shows.', placeOf(node));
        else if (countWords(alt) < 3 && words < FEW_WORDS) report(`An image (“${alt}”) stands where the section’s text should.`, placeOf(node));
      }
    }
  },
});

/** The alternative text; `''` where there is none; nothing of what is no image. */
function altOf(node: SyntaxNode): string | undefined {
  if (node.type === 'image' || node.type === 'imageReference') return node.alt ?? '';
  if (node.type === 'html' && /<img\b/i.test(node.value ?? '')) return /\balt\s*=\s*["']([^"']*)/i.exec(node.value ?? '')?.[1] ?? '';
  return undefined;
}
