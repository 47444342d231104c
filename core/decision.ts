/**
 * The decision cookie `fairnotice`: what a visitor chose, in a form that the banner writes and any server
 * can read. Zero dependencies, for it ships to browsers. docs/widget.md describes the format:
 *
 *     1.tp1kw0.182.pAmE.s.2027-01-01
 *     │ │      │   │    │ └ version of the policy that was in force
 *     │ │      │   │    └ what the visitor did: a accept, r reject, s save, w withdraw; a capital where the
 *     │ │      │   │      browser sent Global Privacy Control at that time
 *     │ │      │   └ one letter for each category asked about, a capital where it was allowed
 *     │ │      └ days for which the choice holds
 *     │ └ when, in seconds since 1970 in base 36
 *     └ version of this format
 */
import { CONSENT_ACTIONS, type ConsentAction, type OptionalCategory } from './vocabulary.ts';

export const DECISION_NAME = 'fairnotice';
/** Beside it in local storage: records that are not delivered yet. */
export const OUTBOX_NAME = 'fairnotice:outbox';
/** And the visitor's secret: 16 bytes as hexadecimal digits. */
export const SUBJECT_NAME = 'fairnotice:subject';

const LETTERS = { preferences: 'p', analytics: 'a', marketing: 'm', media: 'e' } as const satisfies Record<OptionalCategory, string>;

/** A category that was not asked about is absent. */
export type Choices = { [C in OptionalCategory]?: boolean };

export interface Decision {
  /** Seconds since 1970. */
  decided: number;
  /** Days for which it holds. */
  days: number;
  choices: Choices;
  action: ConsentAction;
  /** Did the browser send Global Privacy Control when this was decided? */
  gpc: boolean;
  /** Version of the policy that was in force. */
  policy: string;
}

export function formatDecision({ decided, days, choices, action, gpc, policy }: Decision): string {
  let letters = '';
  for (const category in LETTERS) {
    const allowed = choices[category as OptionalCategory];
    const letter = LETTERS[category as OptionalCategory];
    if (allowed !== undefined) letters += allowed ? letter.toUpperCase() : letter;
  }
  return ['1', decided.toString(36), days, letters, gpc ? action.charAt(0).toUpperCase() : action.charAt(0), policy].join('.');
}

/** @returns nothing where the text is no decision, or one of a format that is not known: then nothing was decided. */
export function parseDecision(text: string): Decision | undefined {
  const parts = /^1\.([\da-z]{1,8})\.(\d{1,4})\.([pame]{0,4})\.([arsw])\.([\d.-]{10,14})$/i.exec(text);
  if (!parts) return undefined;
  const [, time, days, letters, did, policy] = parts as unknown as [string, string, string, string, string, string];
  const decided = Number.parseInt(time, 36);
  const action = CONSENT_ACTIONS.find((name) => name.startsWith(did.toLowerCase()));
  if (!action || !decided) return undefined;
  const choices: Choices = {};
  for (const category in LETTERS) {
    const letter = LETTERS[category as OptionalCategory];
    if (letters.toLowerCase().includes(letter)) choices[category as OptionalCategory] = !letters.includes(letter);
  }
  return { decided, days: Number(days), choices, action, gpc: did < 'a', policy };
}

/** Does a choice still hold at a moment, given in milliseconds? One from the future never does. */
export function holds({ decided, days }: Decision, now: number): boolean {
  const age = now / 1000 - decided;
  // A minute is left for clocks that differ.
  return age > -60 && age < days * 86_400;
}

/**
 * The decision in a `Cookie` header or in `document.cookie`. Where there are several (a cookie of the host and
 * one of its parent domain), the newest counts.
 *
 * @example allowed = readDecision(request.headers.get('Cookie') ?? '', Date.now())?.choices.analytics === true
 * @returns nothing where nothing was decided, or the choice has run out: the safe state is no consent.
 */
export function readDecision(cookies: string, now: number): Decision | undefined {
  let newest: Decision | undefined;
  for (const pair of cookies.split(';')) {
    const [name, value = ''] = pair.trim().split('=');
    const found = name === DECISION_NAME ? parseDecision(value) : undefined;
    if (found && holds(found, now) && !(newest && newest.decided > found.decided)) newest = found;
  }
  return newest;
}
