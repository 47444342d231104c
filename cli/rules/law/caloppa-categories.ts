import { lawRule } from '../../lint/rule.ts';
import { placeAbout } from '../../lint/wording/sections.ts';
import { speaksOf } from '../../lint/wording/topics.ts';

const COLLECTED =
  /\b(?:collect\w*|gather\w*|receive|record|log)\b[^.\n]{0,200}\b(?:e-?mail|names?|address\w*|IP|browser|device|cookies?|information|data|identifiers?)\b/i;
const SHARED = /\bthird[- ]part\w+|\bpartners\b|\bothers\b/i;

export const caloppaCategories = lawRule({
  id: 'caloppa-categories',
  severity: 'error',
  regimes: ['us-ca'],
  wholePolicy: true,
  languages: ['en'],
  source: 'Bus. & Prof. Code § 22575(b)(1)',
  advice: 'List the kinds of data that you collect online, and the kinds of third parties that you share them with.',
  check(document, report) {
    if (!COLLECTED.test(document.text)) report('The kinds of data collected online are not listed.', placeAbout(document, 'collection'));
    if (!SHARED.test(document.text) && !speaksOf(document, 'recipients'))
      report('The kinds of third parties that receive data are not listed.', placeAbout(document, 'sharing'));
  },
});
