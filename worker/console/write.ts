/** Letters as an operator sends them: what they are made of, what is chosen for them, and what follows when they go out. */
import { addDays } from '../../core/deadlines/count.ts';
import { EXTENSION_REASONS } from '../../core/deadlines/events.ts';
import { WAITS } from '../../core/deadlines/rule-set.ts';
import { type CaseEvent, OUTCOMES, REFUSAL_REASONS } from '../../core/requests/events.ts';
import { type Letter, type LetterChoices, type LetterFacts, missingChoices } from '../../core/requests/letters.ts';
import { dateSchema } from '../../core/schemas.ts';
import { addressOf, type Case, type Happening, summaryWith } from '../requests/cases.ts';
import type { Desk } from '../requests/desk.ts';
import { type Change, change, isClosed, mayApprove, pendingOf, whyNoLetter } from './acts.ts';
import { extensionOf, holdsNow, pausesFor } from './dossier.ts';
import type { SentForm } from './forms.ts';
import type { FieldFault, Office } from './page.tsx';
import { isStale, type Proposal, proposalSchema } from './proposals.ts';

/** What the letter is about, with the day of the answer as it is once the letter went out. */
export function factsFor(desk: Desk, opened: Case, letter: Letter, choices: LetterChoices = {}): LetterFacts {
  const { row, rules, summary, content } = opened;
  const wait = WAITS.find((one) => one === letter);
  const after = letter === 'extended' ? summaryWith(desk, opened, extensionIn(desk, choices)) : summary;
  return {
    kind: row.kind,
    reference: row.reference,
    received: summary.received,
    due: after.due,
    ...(after.replaced === undefined ? {} : { promised: after.replaced }),
    name: content?.name,
    organisation: desk.file.organisation.name,
    regimes: [...new Set(rules.map(({ regime }) => regime))],
    on: rules[0]?.on ?? summary.received,
    ...(wait ? { pauses: pausesFor(desk, opened, wait) } : {}),
    requestsAddress: desk.url('requests/'),
  };
}

/** The extension that was chosen, as an event of now. A day that is none is left out. */
function extensionIn({ now }: Desk, { extension = 'other-cause', until }: LetterChoices): CaseEvent {
  return { type: 'extended', at: now.toISOString(), reason: extension, ...(dateSchema.safeParse(until).success && until ? { until } : {}) };
}

/** How long what stands on one line of a letter's form may be; its fields take no more. */
export const MOST_OF_LINE = 500;

/** What the form chose, as far as it can be read. */
export function choicesIn(form: SentForm): LetterChoices {
  const extension = EXTENSION_REASONS.find((one) => one === form.text('extension'));
  const outcome = OUTCOMES.find((one) => one === form.text('outcome'));
  const until = form.text('until');
  return {
    reasons: REFUSAL_REASONS.filter((reason) => form.all('reasons').includes(reason)),
    basis: form.text('basis').slice(0, MOST_OF_LINE),
    part: form.text('part').slice(0, MOST_OF_LINE),
    limit: form.text('limit').slice(0, MOST_OF_LINE),
    ...(extension ? { extension } : {}),
    ...(outcome ? { outcome } : {}),
    ...(until === '' ? {} : { until }),
  };
}

/** Choices with what follows from them: the last day of an extension, and until when the answer can be fetched. */
export function completed(desk: Desk, opened: Case, letter: Letter, choices: LetterChoices, answerFiles: number): LetterChoices {
  const extension = letter === 'extended' ? extensionOf(opened) : undefined;
  return {
    ...choices,
    ...(extension?.possible && choices.until === undefined && extension.limit !== undefined ? { until: extension.limit } : {}),
    ...(letter === 'answered' && answerFiles > 0 ? { fetchUntil: addDays(desk.today, desk.file.settings.answerDays) } : {}),
  };
}

const MISSING = {
  reasons: 'Choose at least one reason: a refusal without reasons is none.',
  basis: 'Name the provision that the exception rests on: the law wants it said.',
  limit: 'Say within which time a remedy has to be sought: the law wants it said.',
  extension: 'Choose the reason: the person has to be told.',
  outcome: 'Say what came of it.',
  part: 'Say what was done: otherwise the letter says that a part was done, and that none was.',
} as const;

/** Whether such a letter can be written now, and what is missing for it. */
export async function faultsOf(office: Office, opened: Case, letter: Letter, choices: LetterChoices): Promise<FieldFault[]> {
  const { desk } = office;
  const faults: FieldFault[] = missingChoices(letter, factsFor(desk, opened, letter), choices).map((field) => ({ field, says: MISSING[field] }));
  if (letter === 'extended') faults.push(...extensionFaults(desk, opened, choices));
  if (letter === 'answered' && choices.outcome !== 'no-data') {
    const [hold] = await holdsNow(desk, opened);
    if (hold)
      faults.push({
        field: 'outcome',
        says: `Erasure is blocked while the request ${hold.reference} is open (${hold.ref ?? hold.regime}). Answer that one first.`,
      });
  }
  return faults;
}

function extensionFaults(desk: Desk, opened: Case, choices: LetterChoices): FieldFault[] {
  const { until } = choices;
  const extension = extensionOf(opened);
  if (!extension.possible) return [{ field: 'extension', says: `The time limit cannot be extended. ${extension.why}` }];
  if (until === undefined || !dateSchema.safeParse(until).success)
    return [{ field: 'until', says: 'Name the day until which you extend, such as 2026-04-30.' }];
  if (extension.limit !== undefined && until > extension.limit) return [{ field: 'until', says: `The law lets it reach ${extension.limit} at most.` }];
  if (until <= (opened.summary.due ?? desk.today))
    return [{ field: 'until', says: `Name a day after the one on which it is due now, ${opened.summary.due ?? desk.today}.` }];
  if (extension.noticeBy !== undefined && desk.today > extension.noticeBy)
    return [{ field: 'extension', says: `The person had to be told by ${extension.noticeBy}. An extension now has no effect.` }];
  const { due } = summaryWith(desk, opened, extensionIn(desk, choices));
  return due === until ? [] : [{ field: 'until', says: `The answer would be due ${due ? `on ${due}` : 'on no day'} all the same. Name that day.` }];
}

/** Letters that are sent at once; the others close the request. */
const EVENTS: Record<'message' | 'acknowledged' | 'clarification' | 'identity' | 'fee', (at: string) => CaseEvent> = {
  message: (at) => ({ type: 'message-to-person', at, template: 'message' }),
  acknowledged: (at) => ({ type: 'acknowledged', at }),
  clarification: (at) => ({ type: 'clarification-asked', at }),
  identity: (at) => ({ type: 'identity-asked', at }),
  fee: (at) => ({ type: 'fee-asked', at }),
};

export interface Written {
  letter: Letter;
  choices: LetterChoices;
  text: string;
  /** Utah: the law lifts the time limit where fraud is suspected. */
  fraudSuspected?: boolean;
}

/** The events of a letter that goes out now. */
function happeningsOf({ desk, operator }: Office, { letter, choices, text, fraudSuspected }: Written): Happening[] {
  const at = desk.now.toISOString();
  const said = (event: Happening['event']): Happening => ({ event, actor: operator.name, words: text });
  if (letter === 'extended') return [said(extensionIn(desk, choices))];
  if (letter === 'answered' || letter === 'refused') return closingOf(proposalOf({ letter, choices, text }), at, operator.name);
  if (letter === 'identity') return [said({ type: 'identity-asked', at, ...(fraudSuspected ? { fraudSuspected: true as const } : {}) })];
  return [said(EVENTS[letter](at))];
}

function closingOf(proposal: Proposal, at: string, actor: string): Happening[] {
  if (proposal.does === 'refused') return [{ event: { type: 'refused', at, reasons: proposal.reasons }, actor, words: proposal.text }];
  const release: Happening[] = proposal.releaseUntil === undefined ? [] : [{ event: { type: 'answer-released', at, until: proposal.releaseUntil }, actor }];
  return [...release, { event: { type: 'answered', at, outcome: proposal.outcome }, actor, words: proposal.text }];
}

function proposalOf({ letter, choices, text }: Written): Proposal {
  return proposalSchema.parse(
    letter === 'refused'
      ? { does: 'refused', reasons: choices.reasons, text }
      : { does: 'answered', outcome: choices.outcome, ...(choices.fetchUntil === undefined ? {} : { releaseUntil: choices.fetchUntil }), text },
  );
}

/**
 * Sends a letter, or asks a second person where the organisation wants four eyes on what closes a request.
 *
 * @returns what was done; `unmailed` where the letter was noted and there is no address to mail it to.
 */
export async function send(office: Office, opened: Case, written: Written, key: string): Promise<'sent' | 'unmailed' | 'approval-asked' | 'nothing'> {
  const { desk, operator } = office;
  const { letter } = written;
  const closing = letter === 'answered' || letter === 'refused';
  const asks = closing && desk.file.settings.fourEyes;
  const action = opened.row.kind === 'erasure' && letter === 'answered' ? 'erasure' : 'answered';
  const allowed = async (now: Case): Promise<boolean> =>
    now.key !== undefined &&
    whyNoLetter(now) === undefined &&
    (letter === 'message' || !isClosed(now)) &&
    (await faultsOf(office, now, letter, written.choices)).length === 0;
  const made: Change = {
    what: asks ? `approval-asked ${letter}` : letter,
    key,
    decide: async (now) => {
      if (!(await allowed(now))) return [];
      if (!asks) return happeningsOf(office, written);
      return [{ event: { type: 'approval-asked', at: desk.now.toISOString(), action }, actor: operator.name, words: JSON.stringify(proposalOf(written)) }];
    },
  };
  const changed = await change(office, opened.row.id, made);
  if (!changed?.done) return 'nothing';
  if (asks) return 'approval-asked';
  return addressOf(changed.after.content ?? {}) === undefined ? 'unmailed' : 'sent';
}

/** Carries out what somebody else proposed, word for word; nothing where it is one's own, or another proposal took its place. */
export async function approveProposal(office: Office, opened: Case, proposal: Proposal, number: number, key: string): Promise<'approved' | 'nothing'> {
  const { desk, operator } = office;
  const at = desk.now.toISOString();
  const changed = await change(office, opened.row.id, {
    what: `approved ${proposal.does}`,
    key,
    decide: async (now) => {
      const pending = pendingOf(now);
      if (!pending || pending.number !== number || !mayApprove(pending, operator)) return [];
      if (whyNoLetter(now) !== undefined || isStale(proposal, desk.today)) return [];
      if (proposal.does === 'answered' && proposal.outcome !== 'no-data' && (await holdsNow(desk, now)).length > 0) return [];
      return [{ event: { type: 'approved', at, action: pending.action }, actor: operator.name }, ...closingOf(proposal, at, operator.name)];
    },
  });
  return changed?.done ? 'approved' : 'nothing';
}
