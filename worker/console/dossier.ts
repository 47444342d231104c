/** A request as an operator reads it: opened, with the words beside its events, its files and what else the same person asked for. */

import type { Wait } from '../../core/deadlines/rule-set.ts';
import { duplicatesAmong } from '../../core/requests/duplicates.ts';
import { type Hold, holdsOn } from '../../core/requests/holds.ts';
import { datesOf } from '../../core/requests/summary.ts';
import { type Case, openCase, summaryWith, wordsOf } from '../requests/cases.ts';
import type { Desk } from '../requests/desk.ts';
import { listFiles, type OpenedFile } from '../requests/files.ts';
import { holdingOf, ofContact, ofParent, type QueueRow } from '../store/queue.ts';
import { bytesOf, findRequest } from '../store/requests.ts';
import { type MailRow, mailsOf } from '../store/views.ts';
import type { Office } from './page.tsx';

export interface Dossier {
  opened: Case;
  /** The words beside events, by number. */
  words: Map<number, string>;
  files: OpenedFile[];
  /** Other requests of the same contact, newest first. */
  others: QueueRow[];
  /** Of the group of duplicates that it is in, the one to work on first; empty where it is in none. */
  duplicates: QueueRow[];
  /** Complaints and appeals about it. */
  about: QueueRow[];
  /** Reference of the request that it is about. */
  parent?: string | undefined;
  holds: Hold[];
  mails: MailRow[];
}

/** What a section of a request's page is given. */
export interface Part {
  office: Office;
  dossier: Dossier;
}

export async function openDossier(desk: Desk, reference: string): Promise<Dossier | undefined> {
  const opened = await openCase(desk, { reference });
  if (!opened) return undefined;
  const { row } = opened;
  const [words, files, same, about, parent, mails, holds] = await Promise.all([
    wordsBeside(opened),
    listFiles(desk, opened),
    ofSameContact(desk, opened),
    ofParent(desk.db, row.id),
    row.parent === null ? null : findRequest(desk.db, { id: row.parent }),
    mailsOf(desk.db, row.id),
    holdsOf(desk, opened),
  ]);
  const others = same.filter(({ id }) => id !== row.id);
  const duplicates = duplicatesAmong(same).find((group) => group.some(({ id }) => id === row.id)) ?? [];
  return { opened, words, files, others, duplicates, about, mails, parent: parent?.reference, holds };
}

async function wordsBeside(opened: Case): Promise<Map<number, string>> {
  const all = await Promise.all(opened.events.map(async (event) => [event.number, await wordsOf(opened, event)] as const));
  return new Map(all.flatMap(([number, words]) => (words === undefined ? [] : [[number, words]])));
}

function ofSameContact(desk: Desk, { row }: Case): Promise<QueueRow[]> {
  const contact = bytesOf(row.contact);
  return contact ? ofContact(desk.db, contact) : Promise.resolve([]);
}

/** What stands in the way of an erasure, by law or to be minded. Asked of the database anew, and of every open request of the contact. */
async function holdsOf({ db }: Desk, { row, rules }: Case): Promise<Hold[]> {
  const contact = bytesOf(row.contact);
  if (row.kind !== 'erasure' || !contact) return [];
  return holdsOn({ id: row.id, regimes: rules.map(({ regime }) => regime) }, await holdingOf(db, contact));
}

/** What keeps an erasure from being done now. */
export async function holdsNow(desk: Desk, opened: Case): Promise<Hold[]> {
  return (await holdsOf(desk, opened)).filter(({ blocks }) => blocks);
}

/** The dates of each law, and what each lets one do. */
export function datesOfCase({ rules, events }: Case) {
  return datesOf({ rules, events: events.map(({ event }) => event) });
}

/** Does the day of the answer wait for this, were it asked for now? Not where a law lets the clock run on, nor where a promise binds. */
export function pausesFor(desk: Desk, opened: Case, wait: Wait): boolean {
  const { due } = opened.summary;
  const after = summaryWith(desk, opened, { type: `${wait}-asked`, at: desk.now.toISOString() });
  return after.due === undefined ? after.state === 'waiting' : due !== undefined && after.due > due;
}

/** What an extension can do at most: every law that applies has to let it, and the earliest limit counts. */
export function extensionOf(opened: Case): { possible: true; limit?: string; noticeBy?: string } | { possible: false; why: string } {
  const all = datesOfCase(opened).map(({ dates, rules }) => ({ ...dates.extension, regime: rules.regime }));
  if (all.length === 0) return { possible: false, why: 'No law that is known here sets a date, so there is none to extend.' };
  const not = all.find((one) => !one.possible);
  if (not && !not.possible) return { possible: false, why: `${WHY_NOT[not.why]} (${not.regime})` };
  const dates = all.flatMap((one) => (one.possible ? [one] : []));
  const first = (list: (string | undefined)[]): string | undefined => list.filter((date) => date !== undefined).sort()[0];
  const [limit, noticeBy] = [first(dates.map((one) => one.limit)), first(dates.map((one) => one.noticeBy))];
  return { possible: true, ...(limit ? { limit } : {}), ...(noticeBy ? { noticeBy } : {}) };
}

const WHY_NOT = {
  none: 'The law gives no extension.',
  'used-up': 'The extension that the law gives is used up.',
  waiting: 'The clock stands still, so no time runs out: note the answer of the person first.',
  closed: 'The request is closed.',
} as const;
