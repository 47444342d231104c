import { passagesUnder } from '../../lint/outline.ts';
import { lawRule } from '../../lint/rule.ts';
import { isForChildren } from '../../lint/wording/conditions.ts';
import { placeAbout, sectionAbout } from '../../lint/wording/sections.ts';

const ASKED: readonly { what: string; words: RegExp }[] = [
  { what: 'what is collected', words: /\bcollect\w*\b[^.\n]{0,120}\b(?:names?|e-?mail|IP|identifiers?|information|data|device)/i },
  { what: 'what it is used for', words: /\bus(?:e|ed|ing)\b[^.\n]{0,120}\b(?:to|for)\b/i },
  { what: 'who receives it', words: /\b(?:third part\w+|service providers?|not (?:share|disclose)|disclos\w+)\b/i },
  { what: 'how long it is kept', words: /\b(?:retain\w*|retention|keep|kept|delet\w+)\b/i },
];

export const coppaCollectionUseDisclosure = lawRule({
  id: 'coppa-collection-use-disclosure',
  severity: 'error',
  regimes: ['us'],
  languages: ['en'],
  source: '16 CFR 312.4(d)(2), 312.10 as amended in 2025, compliance by 22 April 2026',
  advice: 'Say the four things for children’s data: collected, used, disclosed (names or categories, and why), kept.',
  check(document, report) {
    if (!isForChildren(document)) return;
    const section = sectionAbout(document, 'children');
    const text = (section ? passagesUnder(section) : document.passages).map(({ prose }) => prose).join('\n');
    const lacks = ASKED.filter(({ words }) => !words.test(text)).map(({ what }) => what);
    if (lacks.length) report(`Of children’s data it is not said ${lacks.join(', ')}.`, placeAbout(document, 'children'));
  },
});
