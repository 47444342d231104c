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

/** @param linked Are the addresses of this site those that the record means? They are not for the log of somebody else. */
export function factsOf(say: Say, page: PageData, record: ConsentRecord, place: { index: number; size: number }, linked: boolean): HTMLElement {
  const fact = (key: string, ...values: (Node | string)[]): HTMLElement[] => [
    h('dt', {}, say(`fact.${key}`)),
    h('dd', {}, ...values.map((value) => h('p', {}, value))),
  ];
  return h(
    'dl',
    { class: 'facts' },
    ...fact('choice', say(`action.${record.action}`), ...choicesOf(say, page, record)),
    ...fact('decided', timeOf(page.locale, record.decided)),
    ...fact('received', timeOf(page.locale, record.received)),
    ...fact('site', [record.site, ...(linked ? (page.sites[record.site] ?? []) : [])].join(', ')),
    ...fact('notice', linked ? link(`${page.base}notices/${record.notice}.json`, say('fact.noticeLink')) : '', code(record.notice)),
    ...fact('policy', policyOf(say, page, record, linked), code(record.policy.sha256)),
    ...(record.gpc || record.secGpc ? fact('gpc', say('fact.gpcSent')) : []),
    ...fact('person', say(record.subject ? 'fact.subject' : 'fact.noPerson')),
    ...fact('entry', say('fact.entryText', place)),
    ...fact('id', code(record.id)),
  );
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
