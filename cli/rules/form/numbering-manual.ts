import type { Section } from '../../lint/outline.ts';
import { formRule } from '../../lint/rule.ts';

export const numberingManual = formRule({
  id: 'numbering-manual',
  severity: 'info',
  source: 'Stable anchors: a typed number moves them when a section is added',
  advice: 'Number all sections of a level, or none.',
  check({ sections }, report) {
    const levels = new Map<string, Section[]>();
    for (const section of sections) {
      if (!section.heading) continue;
      const key = `${section.parent?.id ?? ''}\u0000${section.depth}`;
      levels.set(key, [...(levels.get(key) ?? []), section]);
    }
    for (const siblings of levels.values()) {
      const numbered = siblings.filter((section) => section.number);
      const first = siblings.findIndex((section) => section.number);
      // An unnumbered preamble or closing section is a habit; a gap between numbers is an oversight.
      const between = siblings
        .slice(
          first,
          siblings.findLastIndex((section) => section.number),
        )
        .filter((section) => !section.number && !/^\d/.test(section.title));
      if (numbered.length < 2) continue;
      for (const section of between) report(`“${section.title}” has no number and its neighbours have.`, section.heading?.place());
    }
  },
});
