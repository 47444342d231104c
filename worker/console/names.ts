/** Codes in the words of the console. */
import type { Kind } from '../../core/requests/kinds.ts';
import { rightKey } from '../../core/requests/letters.ts';
import type { RequestState } from '../../core/requests/summary.ts';
import { type Translate, translator } from '../../core/wording.ts';
import type { Desk } from '../requests/desk.ts';

export const STATE_NAMES: Record<RequestState, string> = {
  unproved: 'Not proved yet',
  open: 'Open',
  waiting: 'Waiting for the person',
  answered: 'Answered',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
  disputed: 'Disputed',
  expired: 'Removed unproved',
};

export const BEHALF_NAMES = { self: 'for oneself', child: 'for a child', agent: 'by an agent' } as const;
export const CHANNEL_NAMES = {
  form: 'by the form',
  api: 'by the API',
  mail: 'by mail',
  letter: 'by letter',
  phone: 'by telephone',
  'in-person': 'in person',
} as const;

const speakers = new WeakMap<Desk['file'], Translate>();

/** The texts of the product in the console's language, whatever the organisation speaks. */
export function english({ file }: Pick<Desk, 'file'>): Translate {
  const known = speakers.get(file) ?? translator(file.wording, 'en');
  speakers.set(file, known);
  return known;
}

export function kindName(desk: Desk, kind: Kind | string): string {
  const name = english(desk)(rightKey(kind));
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A law by its short name; what applies where no law is known. */
export function lawName(desk: Desk, regime: string): string {
  return regime === '' ? 'No law known' : english(desk)(`law.${regime}.name`);
}

export function codeInWords(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
