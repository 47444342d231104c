import { formRule } from '../../lint/rule.ts';

const MOJIBAKE = /â€[™œ\u009d“”˜¦]|Ã[¤¶¼Ÿ„–œ©¨¡³±]|Â[\u00a0§©®°·]|ï¿½|ï»¿/g;
const REPLACEMENT = /\ufffd/g;
/** Joiners belong to some scripts and to emoji, and a soft hyphen to long words; these belong to nothing. */
const HIDDEN = /[\u200b\u2060\u202a-\u202e\u2066-\u2069]+|(?<!^)\ufeff/g;

const KINDS: readonly { pattern: RegExp; what: string }[] = [
  { pattern: MOJIBAKE, what: 'Encoding damage' },
  { pattern: REPLACEMENT, what: 'A character that was lost' },
  { pattern: HIDDEN, what: 'A hidden character' },
];

export const smartCharacterDamage = formRule({
  id: 'smart-character-damage',
  severity: 'warning',
  source: 'Hidden characters make what is shown differ from what is hashed',
  advice: 'Delete it and type the words again.',
  check({ source }, report) {
    for (const { pattern, what } of KINDS) {
      for (const { 0: sign, index } of source.matchAll(pattern)) {
        const codes = [...sign].map((letter) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
        report(`${what}: ${codes.join(' ')}.`, { start: index, end: index + sign.length });
      }
    }
  },
});
