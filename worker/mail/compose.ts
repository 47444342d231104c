/**
 * The one place that makes a mail out of its name and its values. The text comes from the wording; the HTML is made from that very
 * text, all of it escaped, so that the two never say different things and nothing that somebody wrote is ever markup.
 */
import { LINK_VALUES, MAIL_VALUES, type Mail, SUBJECT_VALUES } from '../../core/requests/mails.ts';
import type { Desk } from '../requests/desk.ts';
import { htmlOf } from './html.ts';

export interface Message {
  to: string;
  from: { email: string; name: string };
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

/** Why a mail cannot be made, as a code. */
export class CannotCompose extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`the mail cannot be made: ${code}`);
    this.code = code;
  }
}

/** @throws {CannotCompose} where a value is missing, or the address is none. */
export function composeMail({ texts, file, url }: Pick<Desk, 'texts' | 'file' | 'url'>, { name, to, locale: wished, values }: Omit<Mail, 'key'>): Message {
  // One address, and none that would end the header that it stands in.
  if (!/^[^\s,;:<>()[\]"@]+@[^\s,;:<>()[\]"@]+$/.test(to)) throw new CannotCompose('bad-address');
  const { needs, may = [] } = MAIL_VALUES[name];
  if (needs.some((value) => !values[value])) throw new CannotCompose('value-missing');
  const { t, locale } = texts(wished);
  const organisation = file.organisation.name;
  const given = { organisation, ...Object.fromEntries([...needs, ...may].flatMap((key) => (values[key] ? [[key, values[key]]] : []))) };
  const count = 'count' in given ? { count: Number(given.count) } : undefined;
  const inSubject = Object.fromEntries(Object.entries(given).filter(([key]) => SUBJECT_VALUES.some((known) => known === key)));
  const subject = filled(t(`mail.${name}.subject`, count), inSubject);
  const paragraphs = paragraphsOf(t(`mail.${name}.text`, count), given);
  const foot = paragraphsOf(t('mail.foot'), { organisation, site: url('') });
  const links = LINK_VALUES.flatMap((key) => values[key] ?? []).concat(url(''));
  return {
    to,
    from: { email: file.settings.sender ?? '', name: headerValue(organisation) },
    subject: headerValue(subject),
    text: `${[...paragraphs, '--', ...foot].join('\n\n')}\n`,
    html: htmlOf({ locale, title: subject, paragraphs, foot, links, ...(values.code ? { code: values.code } : {}) }),
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': locale, ...unsubscribing(values.stop, name) },
  };
}

/** The paragraphs of a text; one that names a value which was not given is left out. */
function paragraphsOf(text: string, values: Record<string, string>): string[] {
  return text
    .split(/\n{2,}/)
    .filter((paragraph) => [...paragraph.matchAll(/\{(\w+)\}/g)].every(([, key = '']) => values[key] !== undefined))
    .map((paragraph) => filled(paragraph, values));
}

/** All at once, so that braces in a value stay what they are. */
function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** A header ends where its line ends: no value may bring a line of its own. */
function headerValue(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ').trim();
}

/** RFC 8058: one click in the mail program, without a page. Only by https, and only for what was subscribed to. */
function unsubscribing(stop: string | undefined, name: Mail['name']): Record<string, string> {
  if (!stop?.startsWith('https://') || !name.startsWith('policy-')) return {};
  return { 'List-Unsubscribe': `<${headerValue(stop)}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}
