import { type ByLanguage, matchesIn } from '../../lint/matches.ts';
import { formRule } from '../../lint/rule.ts';

/** Old words, and plain ones that say the same. `Shall` is left to terms, where it is the rule of the trade. */
const PLAIN: ByLanguage<Readonly<Record<string, string>>> = {
  en: {
    hereby: '(nothing)',
    herein: 'in this policy',
    hereinafter: 'from here on',
    hereunder: 'under this policy',
    hereto: 'to this',
    thereof: 'of it',
    therein: 'in it',
    thereto: 'to it',
    whereby: 'by which',
    aforementioned: 'these',
    aforesaid: 'these',
    notwithstanding: 'despite',
    'pursuant to': 'under',
    'in the event that': 'if',
    'prior to': 'before',
    'with respect to': 'about',
    forthwith: 'at once',
    heretofore: 'until now',
    witnesseth: '(nothing)',
  },
  de: {
    hiermit: '(nichts)',
    seitens: 'von',
    'gemäß der vorstehenden': 'nach diesen',
    vorbezeichnet: 'diese',
    obig: 'diese',
    diesbezüglich: 'dazu',
    selbige: 'sie',
    nachfolgend: 'hier',
    zwecks: 'um … zu',
    'im falle dass': 'wenn',
    dergestalt: 'so',
  },
};

export const legalese = formRule({
  id: 'legalese',
  severity: 'info',
  languages: ['en', 'de'],
  source: 'GDPR Art. 12(1): clear and plain language',
  advice: 'Write as you would say it.',
  check({ passages, language }, report) {
    const plain = PLAIN[language] ?? {};
    const pattern = new RegExp(`(?<![\\p{L}])(?:${Object.keys(plain).join('|').replaceAll(' ', '\\s+')})(?![\\p{L}])`, 'giu');
    const uses = new Map<string, number>();
    const matches = [...matchesIn(passages, pattern)];
    const keyOf = (words: string) => words.toLowerCase().replace(/\s+/g, ' ');
    for (const { words } of matches) uses.set(keyOf(words), (uses.get(keyOf(words)) ?? 0) + 1);
    for (const { words, place } of matches) {
      const key = keyOf(words);
      const count = uses.get(key);
      if (!count) continue;
      // One finding a word, at its first use.
      uses.delete(key);
      report(`“${words}”${count > 1 ? ` (${count} times)` : ''}: plainly, ${plain[key] ?? '…'}.`, place);
    }
  },
});
