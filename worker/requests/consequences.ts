/**
 * What follows from an event besides its being noted: mails into the outbox, announcements to operators, webhooks. Everything is
 * a statement of the same transaction, so that nothing is announced that did not happen, and nothing that did is forgotten.
 */

import { dateInWords, startOfDay } from '../../core/dates.ts';
import { addDays } from '../../core/deadlines/count.ts';
import { utf8 } from '../../core/log/bytes.ts';
import type { CaseEvent } from '../../core/requests/events.ts';
import type { Mail, MailName } from '../../core/requests/mails.ts';
import { hasProof, lacksProof, silenceOf } from '../../core/requests/summary.ts';
import type { Translate } from '../../core/wording.ts';
import { countBeyond, countOne } from '../store/proofs.ts';
import { bytesOf } from '../store/requests.ts';
import { endSubscriptionOf } from '../store/subscriptions.ts';
import { insertSuppressions } from '../store/suppressions.ts';
import type { Case, Happening } from './cases.ts';
import type { Desk } from './desk.ts';
import { announced, hourOf } from './limits.ts';
import { mailStatements } from './outbox.ts';
import { statusPath } from './status-links.ts';
import { messageOf, messagesOfEvent, requestFacts, webhookStatements } from './webhooks.ts';

/**
 * @param after the case with the events in it.
 * @param quiet Is the person not mailed?
 */
export async function consequencesOf(desk: Desk, after: Case, happenings: readonly Happening[], quiet = false): Promise<D1PreparedStatement[]> {
  const first = after.events.length - happenings.length + 1;
  const statements: D1PreparedStatement[] = [];
  for (const [at, happening] of happenings.entries()) {
    if (isHeard(after)) {
      for (const mail of quiet ? [] : await mailToPerson(desk, after, happening)) statements.push(...(await mailStatements(desk, after, mail)));
      statements.push(...(await tellOperators(desk, after, happening)));
      statements.push(...webhookStatements(desk, messagesOfEvent(desk, after, happening, first + at)));
      if (opens(happening, after))
        statements.push(...webhookStatements(desk, [messageOf('request.received', after.row.id, desk.now, after.row.id, requestFacts(after))]));
    }
    statements.push(...forgetting(desk, after, happening));
  }
  return statements;
}

/** A request that nobody proved raises no alert and mails nobody, also where it is ended: bots would fill mailboxes with that. */
function isHeard({ events }: Case): boolean {
  return !lacksProof(events.map(({ event }) => event));
}

/** Is this the event from which on somebody has to work on it? Where a proof was asked for, the first one that proves. */
function opens({ event }: Happening, { events }: Case): boolean {
  if (!events.some((one) => one.event.type === 'proof-asked')) return event.type === 'received';
  return event === events.find((one) => one.event.type === 'proved' || one.event.type === 'identity-confirmed')?.event;
}

const BY_EVENT: Partial<Record<CaseEvent['type'], MailName>> = {
  'message-to-person': 'message',
  'fee-asked': 'message',
  'clarification-asked': 'clarification',
  'identity-asked': 'identity',
  extended: 'extended',
  answered: 'answered',
  refused: 'refused',
  withdrawn: 'closed',
};

async function mailToPerson(desk: Desk, after: Case, happening: Happening): Promise<Mail[]> {
  const { row, content, summary, events } = after;
  const to = content?.email ?? content?.agent?.email;
  if (to === undefined || silenceOf(events.map(({ event }) => event)) !== undefined) return [];
  const { event, words } = happening;
  // A receipt that an operator writes says it in words of its own; that of the system is a mail already.
  const name = opens(happening, after) ? receiptOf(after) : event.type === 'acknowledged' && words !== undefined ? 'acknowledged' : BY_EVENT[event.type];
  if (!name) return [];
  const { t, locale } = desk.texts(row.locale);
  const day = (date: string | undefined): string => (date === undefined ? '' : dateInWords(date, locale));
  const released = events.map(({ event: one }) => one).findLast((one) => one.type === 'answer-released');
  return [
    {
      name,
      to: to.trim(),
      locale: row.locale,
      key: mailKey(after, name),
      // The files that it speaks of are gone after their last day.
      ...(name === 'answered' && released ? { expires: startOfDay(addDays(released.until, 1), desk.timeZone) } : {}),
      values: {
        reference: row.reference,
        kind: kindInWords(t, row.kind),
        received: day(summary.received),
        due: day(summary.due),
        promised: day(summary.replaced),
        date: day(desk.today),
        reason: event.type === 'extended' ? t(`deadline.reason.${event.reason}`) : '',
        until: day(released?.until),
        words: words ?? '',
        link: desk.url(await statusPath(desk, row.id)),
      },
    },
  ];
}

/** One mail of a name for what is noted together, whoever asks for it: the console's letters have the same key. */
function mailKey({ row }: Case, name: MailName): string {
  return `${row.id} ${row.version} ${name}`;
}

/** What came by letter or telephone was entered by somebody else: the person must be able to notice a wrong entry. */
function receiptOf({ row }: Case): MailName {
  return row.channel === 'form' || row.channel === 'api' ? 'acknowledged' : 'entered';
}

/** What a person does that operators hear of. */
const FROM_PERSON: readonly CaseEvent['type'][] = ['message-from-person', 'clarification-answered', 'corrected', 'withdrawn', 'disputed'];

/** What a digest counts: new requests by kind, and news of requests. */
export const digestName = (kind: string | 'news'): string => `digest ${kind}`;

/** At once, or where strangers sent too much of it within the hour, in the hour's digest. */
async function tellOperators(desk: Desk, after: Case, happening: Happening): Promise<D1PreparedStatement[]> {
  const name = desk.file.settings.announceTo.length > 0 ? mailOf(after, happening) : undefined;
  if (!name) return [];
  const { row, events } = after;
  const known = row.channel !== 'form' || hasProof(events.map(({ event }) => event));
  const within = announced(desk, name, known ? 'known' : 'strangers');
  const mails = await Promise.all(mailsToOperators(desk, after, name).map((mail) => mailStatements(desk, after, mail, within)));
  const digested = { key: utf8(digestName(name === 'operator-new' ? row.kind : 'news')), span: hourOf(desk.now) };
  return [countOne(desk.db, within), ...mails.flat(), countBeyond(desk.db, digested, within)];
}

function mailOf(after: Case, happening: Happening): MailName | undefined {
  if (opens(happening, after)) return 'operator-new';
  if (happening.event.type === 'code-disputed') return 'operator-code-disputed';
  if (happening.event.type === 'approval-asked') return 'operator-approval';
  return happening.actor === 'person' && FROM_PERSON.includes(happening.event.type) ? 'operator-message' : undefined;
}

function mailsToOperators(desk: Desk, after: Case, name: MailName): Mail[] {
  const { row, summary } = after;
  const { t, locale } = desk.texts('en');
  const day = (date: string | undefined): string => (date === undefined ? '' : dateInWords(date, locale));
  return desk.file.settings.announceTo.map((to, at) => ({
    name,
    to,
    locale,
    // News of one request make no more than one mail an hour.
    key: name === 'operator-new' ? `${mailKey(after, name)} ${at}` : `${row.id} ${hourOf(desk.now)} ${name} ${at}`,
    values: {
      reference: row.reference,
      kind: kindInWords(t, row.kind),
      place: row.place,
      law: summary.regime === '' ? '' : t(`law.${summary.regime}.name`),
      received: day(summary.received),
      due: day(summary.due),
      link: desk.url(`operator/requests/${row.reference}/`),
    },
  }));
}

/** The right's name. To the organisation one complains otherwise than to the authority that the right is named after. */
export function kindInWords(t: Translate, kind: string): string {
  return t(kind === 'complaint' ? 'right.complaint.name-controller' : `right.${kind}.name`);
}

/** Where an erasure was complied with, its person stays forgotten: on the list that is replayed after a restore, and off every other. */
function forgetting({ db, now }: Desk, { row }: Case, { event }: Happening): D1PreparedStatement[] {
  const contact = bytesOf(row.contact);
  if (row.kind !== 'erasure' || event.type !== 'answered' || event.outcome === 'no-data' || !contact) return [];
  return [insertSuppressions(db, [{ contact, what: 'erased', request: row.id, at: now.toISOString() }]), ...endSubscriptionOf(db, contact)];
}
