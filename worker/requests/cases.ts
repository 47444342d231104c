/**
 * One request as a case: opened with its events and its key, and changed by adding events. The only place that writes requests, so
 * that what is stored, what is derived and what is announced are written together or not at all.
 */

import type { RuleSet } from '../../core/deadlines/rule-set.ts';
import { sha256Bytes } from '../../core/digest.ts';
import { toHex, utf8 } from '../../core/log/bytes.ts';
import { contentSchema, type RequestContent } from '../../core/requests/content.ts';
import { rulesFor } from '../../core/requests/desk.ts';
import type { CaseEvent } from '../../core/requests/events.ts';
import type { Behalf, Channel, Kind } from '../../core/requests/kinds.ts';
import { type Summary, summaryOf } from '../../core/requests/summary.ts';
import { inForceAt } from '../../core/versions.ts';
import { bytesOf, type EventRow, findCase, insertEvents, insertRequest, type NewEvent, type RequestRow, summaryColumns } from '../store/requests.ts';
import { together } from '../store/together.ts';
import { consequencesOf } from './consequences.ts';
import type { Desk } from './desk.ts';
import { newSecret, openText, sealText } from './vault.ts';

export interface Case {
  row: RequestRow;
  events: EventRow[];
  rules: RuleSet[];
  summary: Summary;
  /** Nothing where the contents were purged, or the master key is not here. */
  key: CryptoKey | undefined;
  content: RequestContent | undefined;
}

/** An event to add, with the words that belong to it. */
export interface Happening {
  event: CaseEvent;
  /** `person`, `system`, or the operator's name. */
  actor: string;
  words?: string;
}

export interface NewCase {
  kind: Kind;
  /** ISO 3166 place, or empty. */
  place: string;
  locale: string;
  behalf: Behalf;
  channel: Channel;
  content: RequestContent;
  /** The id of the request that it is about. */
  parent?: string;
  /** When it was received, where that is not now: letters and calls, by their date. */
  received?: string;
  actor: string;
  /** What else happens at once, such as `proof-asked`. */
  then?: Happening[];
  /** The person is not mailed: too many mails go to that address already. */
  quiet?: boolean;
}

const label = {
  content: (id: string) => `content\n${id}`,
  words: (id: string, number: number) => `words\n${id}\n${number}`,
};

/** A request that is not taken yet: its files are sealed with its key, and stored below its id, before anybody knows of it. */
export interface BegunCase {
  row: { id: string; master: string };
  key: CryptoKey;
  /** The key as it is kept. */
  wrapped: Uint8Array;
}

export async function beginCase({ vault, now }: Pick<Desk, 'vault' | 'now'>): Promise<BegunCase> {
  const id = uuidv7(now);
  const { key, wrapped, master } = await vault.newKey(id);
  return { row: { id, master }, key, wrapped };
}

/** Takes a request. @returns the case, and the secret of its status page, which is kept as a hash alone. */
export async function takeCase(
  desk: Desk,
  made: NewCase,
  also: (opened: Case) => D1PreparedStatement[] | Promise<D1PreparedStatement[]> = () => [],
  begun?: BegunCase,
): Promise<{ opened: Case; secret: string }> {
  const { db, vault, now, file } = desk;
  const {
    row: { id, master },
    key,
    wrapped,
  } = begun ?? (await beginCase(desk));
  const secret = newSecret();
  const received = made.received ?? now.toISOString();
  const rules = rulesFor(file, made.kind, made.place, received);
  const happenings: Happening[] = [{ event: { type: 'received', at: received }, actor: made.actor }, ...(made.then ?? [])];
  const events = await newEvents(id, key, now, 0, happenings);
  const summary = summarise(desk, rules, events);
  const address = addressOf(made.content);
  const policy = desk.site.index.policies.find(({ kind }) => kind === 'privacy');
  const version = policy && inForceAt(policy.versions, now.toISOString());
  const sealed = await sealText(key, JSON.stringify(contentSchema.parse(made.content)), label.content(id));
  const reference = newReference();
  const { kind, place, locale, behalf, channel, parent = null } = made;
  const row = {
    id,
    reference,
    kind,
    place,
    locale,
    behalf,
    channel,
    parent,
    policy: version ? `${policy.id} ${version.id}` : null,
    rules: JSON.stringify(rules),
    master,
  };
  const contact = address === undefined ? null : await vault.hash('contact', address);
  const statusHash = await vault.hash('status', secret);
  const opened: Case = {
    row: {
      ...row,
      ...summaryColumns(summary, events.length),
      contact: contact && bufferOf(contact),
      key: bufferOf(wrapped),
      sealed: bufferOf(sealed),
      status_hash: bufferOf(statusHash),
    },
    events: events.map((event) => ({ ...event, leaf: null })),
    rules,
    summary,
    key,
    content: made.content,
  };
  await db.batch([...insertRequest(db, opened.row, events), ...(await consequencesOf(desk, opened, happenings, made.quiet)), ...(await also(opened))]);
  return { opened, secret };
}

export async function openCase(desk: Desk, by: { id: string } | { reference: string } | { secret: string }): Promise<Case | undefined> {
  const { db, vault } = desk;
  const [found] = await together(db, findCase(db, 'secret' in by ? { statusHash: await vault.hash('status', by.secret) } : by));
  return found && caseOf(desk, found);
}

/** What was found of a request, opened. */
export async function caseOf(desk: Desk, { row, events }: { row: RequestRow; events: EventRow[] }): Promise<Case> {
  const { vault } = desk;
  const wrapped = bytesOf(row.key);
  const key = wrapped && row.master ? await vault.open(row.id, row.master, wrapped) : undefined;
  const sealed = bytesOf(row.sealed);
  const content = key && sealed ? (JSON.parse(await openText(key, sealed, label.content(row.id))) as RequestContent) : undefined;
  const rules = JSON.parse(row.rules) as RuleSet[];
  return { row, events, rules, summary: summarise(desk, rules, events), key, content };
}

/** The words beside an event. */
export async function wordsOf({ key, row }: Case, { number, sealed }: Pick<EventRow, 'number' | 'sealed'>): Promise<string | undefined> {
  return key && sealed ? openText(key, sealed, label.words(row.id, number)) : undefined;
}

const MOST_TRIES = 4;

/**
 * Adds events, with everything that follows from them, or nothing. Where somebody else noted something in between, it is tried
 * again on what is there now.
 *
 * @param decide the events for the case as it is; none leaves it as it is.
 * @param more.content what the request says then, made from what it says now.
 * @returns the case as it is then; nothing where there is no such request.
 */
export async function addEvents(
  desk: Desk,
  id: string,
  decide: (opened: Case) => Happening[] | Promise<Happening[]>,
  more: { content?: (opened: Case) => RequestContent | undefined; also?: (after: Case) => D1PreparedStatement[] | Promise<D1PreparedStatement[]> } = {},
): Promise<Case | undefined> {
  for (let tries = 1; ; tries += 1) {
    const opened = await openCase(desk, { id });
    if (!opened) return undefined;
    const happenings = await decide(opened);
    if (happenings.length === 0) return opened;
    try {
      return await write(desk, opened, happenings, more);
    } catch (error) {
      if (tries === MOST_TRIES || !/UNIQUE constraint/.test(String(error))) throw error;
    }
  }
}

async function write(
  desk: Desk,
  opened: Case,
  happenings: Happening[],
  { content: contentOf, also = () => [] }: Parameters<typeof addEvents>[3] & object,
): Promise<Case> {
  const { db, now } = desk;
  const { row, key, rules } = opened;
  const content = contentOf?.(opened);
  const fresh = await newEvents(row.id, key, now, opened.events.length, happenings);
  const events = [...opened.events, ...fresh.map((event) => ({ ...event, leaf: null }))];
  const summary = summarise(desk, rules, events);
  const sealed = content && key ? await sealText(key, JSON.stringify(contentSchema.parse(content)), label.content(row.id)) : undefined;
  const after: Case = {
    ...opened,
    row: { ...row, ...summaryColumns(summary, events.length), ...(sealed ? { sealed: bufferOf(sealed) } : {}) },
    events,
    summary,
    ...(content ? { content } : {}),
  };
  await db.batch([...insertEvents(db, after.row, fresh, sealed !== undefined), ...(await consequencesOf(desk, after, happenings)), ...(await also(after))]);
  return after;
}

async function newEvents(id: string, key: CryptoKey | undefined, now: Date, known: number, happenings: readonly Happening[]): Promise<NewEvent[]> {
  return Promise.all(
    happenings.map(async ({ event, actor, words }, at) => {
      const number = known + at + 1;
      const salt = crypto.getRandomValues(new Uint8Array(32));
      if (words !== undefined && !key) throw new Error('the contents of this request are gone: nothing can be written to it');
      return {
        number,
        noted: now.toISOString(),
        actor,
        event,
        salt,
        sealed: words !== undefined && key ? await sealText(key, words, label.words(id, number)) : null,
        wordsHash: words === undefined ? null : sha256Bytes(salt, utf8(words)),
      };
    }),
  );
}

/** Where a request stands once something more happens: what a letter says is what every page shows afterwards. */
export function summaryWith(desk: Desk, { rules, events }: Pick<Case, 'rules' | 'events'>, event: CaseEvent): Summary {
  return summarise(desk, rules, [...events, { event }]);
}

function summarise({ timeZone, file, promiseOn }: Desk, rules: readonly RuleSet[], events: readonly Pick<EventRow, 'event'>[]): Summary {
  return summaryOf({ rules, events: events.map(({ event }) => event), timeZone, settings: file.settings, promiseOn });
}

/** The address that a request is found and grouped by: that of the person, or of whoever asks in their name. */
export function addressOf({ email, agent }: RequestContent): string | undefined {
  const address = email ?? agent?.email;
  return address && normalAddress(address);
}

/** Addresses that reach the same mailbox for all that is known: without case and outer spaces. */
export function normalAddress(address: string): string {
  return address.trim().toLowerCase();
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

/** Letters and digits that nobody takes for one another (Crockford's base 32). */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight signs to say on the telephone: 40 random bits, so that they tell no count. */
function newReference(): string {
  const signs = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => SIGNS[byte % 32]).join('');
  return `${signs.slice(0, 4)}-${signs.slice(4)}`;
}

/** RFC 9562, 5.7. */
export function uuidv7(now: Date): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = now.getTime();
  for (let at = 0; at < 6; at += 1) bytes[at] = Math.floor(time / 2 ** (8 * (5 - at))) % 256;
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
