/** What a record says, for those who are no engineers. */
import type { ConsentRecord } from '../core/consent/record.ts';
import { h } from './element.ts';
import type { PageData, Say } from './page.ts';

/** A record as the text in a receipt has it. @returns nothing where it is not made as a log of ours makes it: it is then shown as it is. */
export function readRecord(text: string): ConsentRecord | undefined {
  try {
    const record = JSON.parse(text) as ConsentRecord;
    const texts = [record.id, record.site, record.action, record.notice, record.locale, record.policy.id, record.policy.version, record.policy.sha256];
    const times = [record.decided, record.received];
    const whole = texts.every((one) => typeof one === 'string') && times.every((time) => !Number.isNaN(Date.parse(time)));
    return whole && Object.keys(record.choices).length > 0 ? record : undefined;
  } catch {
    return undefined;
  }
}

/** An event of a rights request, as the log `requests` commits to it. It says nothing of a person. */
export interface EventRecord {
  request: string;
  number: number;
  noted: string;
  event: { type: string; at: string };
  words: string | null;
}

/** @returns nothing where the text is no such event. */
export function readEvent(text: string): EventRecord | undefined {
  try {
    const { type, request, number, noted, event, words } = JSON.parse(text) as EventRecord & { type: string };
    const whole = type === 'request-event' && number > 0 && [request, noted, event.type, event.at, words ?? ''].every((one) => typeof one === 'string');
    return whole && ![noted, event.at].some((time) => Number.isNaN(Date.parse(time))) ? { request, number, noted, event, words } : undefined;
  } catch {
    return undefined;
  }
}

export function eventFacts(
  say: Say,
  { locale, texts }: PageData,
  { request, number, noted, event, words }: EventRecord,
  place: { index: number; size: number },
): HTMLElement {
  const key = `event.${event.type}`;
  return facts(say, [
    ['event', texts[key] ?? say('event.unknown', { type: event.type })],
    ['happened', timeOf(locale, event.at)],
    ['noted', timeOf(locale, noted)],
    ['request', code(request)],
    ['step', String(number)],
    ['words', ...(words ? [say('fact.wordsHash'), code(words)] : [say('fact.noWords')])],
    ['person', say('fact.noPerson')],
    ['entry', say('fact.entryText', place)],
  ]);
}

/** @param linked Are the addresses of this site those that the record means? They are not for the log of somebody else. */
export function factsOf(say: Say, page: PageData, record: ConsentRecord, place: { index: number; size: number }, linked: boolean): HTMLElement {
  return facts(say, [
    ['choice', say(`action.${record.action}`), ...choicesOf(say, page, record)],
    ['decided', timeOf(page.locale, record.decided)],
    ['received', timeOf(page.locale, record.received)],
    ['site', [record.site, ...(linked ? (page.sites[record.site] ?? []) : [])].join(', ')],
    ['notice', linked ? link(`${page.base}notices/${record.notice}.json`, say('fact.noticeLink')) : '', code(record.notice)],
    ['policy', policyOf(say, page, record, linked), code(record.policy.sha256)],
    ...(record.gpc || record.secGpc ? [['gpc', say('fact.gpcSent')] as Fact] : []),
    ['person', say(record.subject ? 'fact.subject' : 'fact.noPerson')],
    ['entry', say('fact.entryText', place)],
    ['id', code(record.id)],
  ]);
}

type Fact = [key: string, ...values: (Node | string)[]];

function facts(say: Say, all: Fact[]): HTMLElement {
  const row = ([key, ...values]: Fact): HTMLElement[] => [h('dt', {}, say(`fact.${key}`)), h('dd', {}, ...values.map((value) => h('p', {}, value)))];
  return h('dl', { class: 'facts' }, ...all.flatMap(row));
}

function choicesOf(say: Say, { locale }: PageData, { choices }: ConsentRecord): string[] {
  const lists = new Intl.ListFormat(locale, { type: 'unit' });
  return (['allowed', 'denied'] as const).flatMap((answer) => {
    const categories = Object.entries(choices).flatMap(([category, allowed]) => (allowed === (answer === 'allowed') ? [say(`category.${category}`)] : []));
    return categories.length > 0 ? [say(`fact.${answer}`, { categories: lists.format(categories) })] : [];
  });
}

function policyOf(say: Say, { base, policies, locale: own }: PageData, { policy: { id, version }, locale }: ConsentRecord, linked: boolean): Node | string {
  const known = linked ? policies[id] : undefined;
  const words = say('fact.version', { title: known?.title ?? id, version: dayOf(own, version) });
  if (!known) return words;
  const inLocale = locale !== known.prevailing && known.locales.includes(locale) ? `${locale}/` : '';
  return link(`${base}${id}/${version}/${inLocale}`, words);
}

/** A version is named by a day; a second one of the day has a number behind it. */
function dayOf(locale: string, version: string): string {
  const [day = '', number] = version.split('.');
  const words = Number.isNaN(Date.parse(day)) ? version : new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
  return number ? `${words} (${number})` : words;
}

function timeOf(locale: string, instant: string): Node {
  return h('time', { datetime: instant }, new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long' }).format(new Date(instant)));
}

function link(address: string, words: string): Node {
  return h('a', { href: address }, words);
}

function code(text: string): Node {
  return h('code', { class: 'hash' }, text);
}
