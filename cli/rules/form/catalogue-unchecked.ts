import { siteRule } from '../../lint/rule.ts';

/** What visitors are told of a service, and what is cleared, is no better than the catalogue. */
export const catalogueUnchecked = siteRule({
  id: 'catalogue-unchecked',
  group: 'form',
  severity: 'info',
  source: 'docs/catalogue.md: `check` marks what nobody has seen in a source',
  advice: 'Look at your own pages with the browser’s tools, compare, and list in cookies.json what you see: your entries come first.',
  check({ services }, report) {
    for (const { name, confidence, originsConfidence, entries } of services) {
      const unsure = entries.filter((entry) => (entry.confidence ?? confidence) === 'check').map((entry) => entry.name);
      const parts = [
        ...(unsure.length > 0 ? [`the entries ${unsure.join(', ')}`] : confidence === 'check' ? ['what it stores'] : []),
        ...(originsConfidence === 'check' ? ['its origins'] : []),
      ];
      if (parts.length > 0) report(`${name}: nobody has seen ${parts.join(' and ')} in a source.`, 'services', { quote: name });
    }
  },
});
