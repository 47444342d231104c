/** What a person is told of their request: its steps, the day that counts and why, and what was written. Made from the events alone. */
import { dayOf } from '../../core/deadlines/events.ts';
import { explain } from '../../core/deadlines/explain.ts';
import type { RuleSet } from '../../core/deadlines/rule-set.ts';
import { rulesFor } from '../../core/requests/desk.ts';
import type { CaseEvent, CaseEventType } from '../../core/requests/events.ts';
import type { Kind } from '../../core/requests/kinds.ts';
import { datesOf, type Summary, summaryOf } from '../../core/requests/summary.ts';
import type { Translate } from '../../core/wording.ts';
import type { EventRow } from '../store/requests.ts';
import { type Case, wordsOf } from './cases.ts';
import type { Desk } from './desk.ts';

/** By when, and why by then. */
export interface Outlook {
  due?: string;
  /** The last day on which receipt is confirmed, where the law sets one. */
  acknowledgeBy?: string;
  /** Does the clock stand still until the person answers? Then there is a time limit, and no day yet. */
  waits?: true;
  /** One for each law that applies; the one that counts first. */
  laws: { law: string; due: string | undefined; sentences: string[] }[];
}

/** What would hold if it were sent now. */
export function outlookNow(desk: Desk, kind: Kind, place: string, t: Translate, locale: string): Outlook {
  const received = desk.now.toISOString();
  const rules = rulesFor(desk.file, kind, place, received);
  const events: CaseEvent[] = [{ type: 'received', at: received }];
  const { timeZone, file, promiseOn } = desk;
  return outlookOf(rules, events, summaryOf({ rules, events, timeZone, settings: file.settings, promiseOn }), t, locale);
}

export function outlookOf(rules: readonly RuleSet[], events: readonly CaseEvent[], summary: Summary, t: Translate, locale: string): Outlook {
  const { due, acknowledged, acknowledgeBy } = summary;
  // Where the answer is due first, nobody waits for a confirmation.
  const isAwaited = !acknowledged && acknowledgeBy !== undefined && (due === undefined || acknowledgeBy < due);
  return {
    ...(due === undefined ? {} : { due }),
    ...(isAwaited ? { acknowledgeBy } : {}),
    ...(summary.state === 'waiting' ? { waits: true } : {}),
    laws: datesOf({ rules, events }).map(({ rules: { regime }, dates: { answer } }) => ({
      law: t(`law.${regime}.name`),
      due: answer.due,
      sentences: explain(answer.steps, t, locale),
    })),
  };
}

export interface StatusStep {
  /** `request.step.<key>`. */
  key: string;
  /** Calendar date; none for what is still to come. */
  date?: string;
  next?: true;
}

/** Events that are a step on the way of the request, in the person's eyes. */
const STEPS: readonly CaseEventType[] = [
  'received',
  'proved',
  'acknowledged',
  'choice-recorded',
  'identity-asked',
  'identity-confirmed',
  'clarification-asked',
  'clarification-answered',
  'fee-asked',
  'fee-settled',
  'extended',
  'corrected',
  'answered',
  'refused',
  'withdrawn',
  'disputed',
  'code-disputed',
  'complaint-received',
  'appeal-received',
];

/**
 * What happened, and what comes next.
 *
 * @param isForClient It is somebody else than whoever reads this who confirms the address.
 */
export function stepsOf(events: readonly EventRow[], { state, queue }: Summary, timeZone: string, isForClient: boolean): StatusStep[] {
  const told = events.map(({ event }) => event).filter(({ type }) => STEPS.includes(type));
  // A choice is one step, on however many sites.
  const once = told.filter(({ type }, at) => type !== 'choice-recorded' || told.findIndex((event) => event.type === type) === at);
  const steps: StatusStep[] = once.map(({ type, at }) => ({ key: type, date: dayOf(at, timeZone) }));
  if (queue === 'closed') return steps;
  const proof = isForClient ? 'next-proof-client' : 'next-proof';
  const next = state === 'unproved' ? proof : state === 'waiting' || openQuestion(events) ? 'next-person' : 'next-answer';
  return [...steps, { key: next, next: true }];
}

/** Does the organisation wait for words of the person? */
export function openQuestion(events: readonly Pick<EventRow, 'event'>[]): boolean {
  const last = events.findLast(({ event }) => event.type === 'clarification-asked' || event.type === 'clarification-answered');
  return last?.event.type === 'clarification-asked';
}

export interface Message {
  date: string;
  from: 'person' | 'organisation';
  words: string;
}

/** Events whose words are meant for the person, or come from them. Notes and whatever else is the organisation's own is never among them. */
const FROM: { [Type in CaseEventType]?: Message['from'] } = {
  'message-from-person': 'person',
  'clarification-answered': 'person',
  'message-to-person': 'organisation',
  'clarification-asked': 'organisation',
  'identity-asked': 'organisation',
  'fee-asked': 'organisation',
  extended: 'organisation',
  answered: 'organisation',
  refused: 'organisation',
};

export async function messagesOf(opened: Case, timeZone: string): Promise<Message[]> {
  const messages: Message[] = [];
  for (const row of opened.events) {
    const from = FROM[row.event.type];
    const words = from && (await wordsOf(opened, row));
    if (from && words) messages.push({ date: dayOf(row.event.at, timeZone), from, words });
  }
  return messages;
}

/** How often a file of the answer was fetched. */
export function fetchesOf(events: readonly Pick<EventRow, 'event'>[], file: string): number {
  return events.filter(({ event }) => event.type === 'file-fetched' && event.file === file).length;
}

/** The last day on which the files of the answer can be fetched; nothing where none were released, or that day is over. */
export function releasedUntil(events: readonly Pick<EventRow, 'event'>[], today: string): string | undefined {
  const released = events.findLast(({ event }) => event.type === 'answer-released')?.event;
  return released?.type === 'answer-released' && released.until >= today ? released.until : undefined;
}
