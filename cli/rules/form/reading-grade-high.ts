import type { Section } from '../../lint/outline.ts';
import { type Readability, readability } from '../../lint/readability.ts';
import { formRule } from '../../lint/rule.ts';

/** The target is grade 9 to 10; these are the bounds above which even a patient reader is lost. */
const BOUND = { grade: 18, LIX: 68 } as const;
const ENOUGH_WORDS = 100;
const WORST = 3;

export const readingGradeHigh = formRule({
  id: 'reading-grade-high',
  severity: 'warning',
  languages: ['en', 'de'],
  source: 'WCAG 2.2, 3.1.5 (AAA); GDPR Art. 12(1); Cal. Code Regs. tit. 11 § 7003(a)',
  advice: 'Split the longest sentences first, then look for shorter words. Aim at grade 9 to 10 (LIX 50).',
  check({ sentences, language }, report) {
    const bySection = Map.groupBy(
      sentences.filter(({ passage, words }) => passage.kind === 'paragraph' && words > 2),
      ({ passage }) => passage.section,
    );
    const hard: { section: Section; score: Readability }[] = [];
    for (const [section, own] of bySection) {
      const score = own.reduce((sum, { words }) => sum + words, 0) >= ENOUGH_WORDS ? readability(own, language) : undefined;
      if (score && score.value > BOUND[score.scale]) hard.push({ section, score });
    }
    for (const { section, score } of hard.sort((a, b) => b.score.value - a.score.value).slice(0, WORST)) {
      report(
        `${section.title ? `“${section.title}”` : 'The beginning'} reads at ${score.scale} ${Math.round(score.value)}.`,
        (section.heading ?? section.passages[0])?.place(),
      );
    }
  },
});
