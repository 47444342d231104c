/** Policies of a given size that read like policies, and edits of the kinds that happen; the same each time. */
import type { Block } from '../../../core/policy/blocks.ts';
import { blocks } from './written.ts';

const SUBJECTS = ['We', 'Our partners', 'The controller', 'Our processors', 'You', 'The support team', 'Some services', 'The operator'];
const VERBS = ['may process', 'collect', 'will store', 'can share', 'must delete', 'do not sell', 'transfer', 'review', 'use', 'need to keep'];
const OBJECTS = [
  'your address',
  'account details',
  'payment records',
  'log files',
  'the pages you visit',
  'device identifiers',
  'messages to support',
  'invoices and receipts',
  'survey answers',
];
const ENDS = [
  'on the basis of your consent',
  'to perform the contract',
  'where the law asks for it',
  'for as long as the account exists',
  'in the European Union',
  'without telling third parties',
  'unless you object',
  'to keep the service safe',
];

/** Numbers that look random and are always the same (mulberry32). */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

function pick(words: readonly string[], roll: (sides: number) => number): string {
  return words[roll(words.length)] ?? '';
}

export function sentence(roll: (sides: number) => number): string {
  return `${pick(SUBJECTS, roll)} ${pick(VERBS, roll)} ${pick(OBJECTS, roll)} for ${1 + roll(90)} days ${pick(ENDS, roll)}.`;
}

/** About `count` blocks: sections of paragraphs and lists, each sixth with a table. */
export function policy(count: number, seed: number): Block[] {
  const roll = dice(seed);
  const lines = ['# Privacy policy'];
  for (let section = 0; lines.length < count; section++) {
    lines.push(`## ${pick(OBJECTS, roll)} ${section} {#s${section}}`);
    for (let paragraph = 0; paragraph < 6; paragraph++) lines.push(`${sentence(roll)} ${sentence(roll)}`);
    for (let item = 0; item < 5; item++) lines.push(`- ${sentence(roll)}`);
    if (section % 6 === 5) {
      lines.push('! | Name | Purpose | Lifetime |');
      for (let row = 0; row < 6; row++) lines.push(`| c${section}_${row} | ${pick(ENDS, roll)} | ${1 + roll(90)} days |`);
      lines.push('');
    }
  }
  return blocks(lines.join('\n'));
}

/** So many edits: numbers, words, blocks put in or taken out, moved, split. */
export function edited(blocksBefore: readonly Block[], edits: number, seed: number): Block[] {
  const roll = dice(seed);
  const made = [...blocksBefore];
  for (let edit = 0; edit < edits; edit++) {
    const place = 1 + roll(made.length - 1);
    const block = made[place];
    if (!block || block.kind === 'heading' || block.kind === 'row') continue;
    const kind = roll(6);
    if (kind === 0) made.splice(place, 1);
    else if (kind === 1) made.splice(place, 0, { ...block, text: sentence(roll) });
    else if (kind === 2) made.splice(1 + roll(made.length - 2), 0, ...made.splice(place, 1));
    else made[place] = { ...block, text: block.text.replace(/\d+/, `${100 + roll(800)}`).replace(/ may | will | can /, ' must ') };
  }
  let section = '';
  return made.map((block) => {
    if (block.kind === 'heading' && (block.level ?? 0) > 1) section = block.section;
    return { ...block, section };
  });
}
