import { lawRule } from '../../lint/rule.ts';

const ASKED: readonly { what: string; words: RegExp }[] = [
  { what: 'the controller', words: /\bcontroller\b|\bcontrolador/i },
  { what: 'the person in charge', words: /\b(?:encarregado|person in charge|data protection officer|DPO)\b/i },
  { what: 'shared use', words: /\bshar(?:e|ed|ing)\b|\bcompartilha/i },
  { what: 'the rights of Art. 18', words: /\brights?\b|\bdireitos\b/i },
];

export const brLgpdCore = lawRule({
  id: 'br-lgpd-core',
  severity: 'info',
  confidence: 'check',
  regimes: ['br'],
  wholePolicy: true,
  languages: ['en', 'pt'],
  source: 'LGPD Art. 9, 18, 41',
  advice: 'Add what is missing, for readers in Brazil.',
  check({ text }, report) {
    const lacks = ASKED.filter(({ words }) => !words.test(text)).map(({ what }) => what);
    if (lacks.length) report(`Nothing is said about ${lacks.join(', ')}.`);
  },
});
