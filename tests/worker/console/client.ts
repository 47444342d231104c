/** An operator's browser without scripts: signs in, opens pages, fills in forms as they stand there, follows redirects. */
import { env } from 'cloudflare:workers';
import type { RequestSettings } from '../../../core/schemas.ts';
import type { Role } from '../../../worker/auth.ts';
import { addEvents, type Case, type Happening, type NewCase, takeCase } from '../../../worker/requests/cases.ts';
import { OPERATOR_TOKEN } from '../../support/secrets.ts';
import { type Asked, ask, NOW, ORIGIN } from '../client.ts';
import { deskAt } from '../requests/desk.ts';

export const TABLES = ['requests', 'request_events', 'request_files', 'audit', 'console_keys', 'console_approvals', 'outbox', 'request_counters'];

export async function emptyTables(): Promise<void> {
  for (const table of TABLES) await env.INDEX.exec(`DELETE FROM ${table}`);
}

/** What a browser says of a form that a page of the same site sends. */
export const FROM_HERE = { origin: ORIGIN, 'sec-fetch-site': 'same-origin' };

export interface Signed {
  cookie: string;
  now?: string;
  bindings?: Asked['bindings'];
}

export async function signIn(role: Role, name = 'Kim', more: Omit<Signed, 'cookie'> = {}): Promise<Signed> {
  const body = new URLSearchParams({ token: OPERATOR_TOKEN, name, role }).toString();
  const response = await ask('/operator/sign-in/', {
    ...more,
    method: 'POST',
    headers: { ...FROM_HERE, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  if (response.status !== 303 || cookie === '') throw new Error(`not signed in: ${response.status}`);
  return { cookie, ...more };
}

export interface Shown {
  status: number;
  html: string;
  headers: Headers;
  path: string;
}

export async function open({ cookie, ...more }: Signed, path: string): Promise<Shown> {
  const response = await ask(path, { ...more, headers: { cookie } });
  return { status: response.status, html: new TextDecoder().decode(await response.arrayBuffer()), headers: response.headers, path };
}

export interface FoundForm {
  action: string;
  fields: [string, string][];
}

/** A form of a page by its label, with the hidden fields and what is filled in. */
export function formIn(html: string, label: string): FoundForm {
  const form = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].find(([, attributes = '']) => attributeIn(attributes, 'aria-label') === label);
  if (!form) throw new Error(`no form ${label} in ${html.slice(0, 2000)}`);
  const [, attributes = '', inside = ''] = form;
  const inputs = [...inside.matchAll(/<input\b([^>]*)>/g)].flatMap(([, own = '']): [string, string][] => {
    const type = attributeIn(own, 'type') ?? 'text';
    const name = attributeIn(own, 'name');
    if (name === undefined || ((type === 'checkbox' || type === 'radio') && !/\schecked\b/.test(own)) || type === 'file') return [];
    return [[name, attributeIn(own, 'value') ?? '']];
  });
  const areas = [...inside.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)].map(([, own = '', text = '']): [string, string] => [
    attributeIn(own, 'name') ?? '',
    unescaped(text),
  ]);
  return { action: attributeIn(attributes, 'action') ?? '', fields: [...inputs, ...areas] };
}

function attributeIn(text: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(text)?.[1];
  return found === undefined ? undefined : unescaped(found);
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}

/** Sends a form as it stands in a page, with other values where they are given; a list is sent field by field. */
export async function submit(
  signed: Signed,
  html: string,
  label: string,
  values: Record<string, string | string[]>,
  headers: Record<string, string> = FROM_HERE,
): Promise<Shown> {
  const { action, fields } = formIn(html, label);
  const kept = fields.filter(([name]) => !(name in values));
  const given = Object.entries(values).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
  return post(signed, action, [...kept, ...given], headers);
}

export async function post({ cookie, ...more }: Signed, path: string, fields: [string, string][], headers: Record<string, string> = FROM_HERE): Promise<Shown> {
  const response = await ask(path, {
    ...more,
    method: 'POST',
    headers: { cookie, ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
  const to = response.headers.get('location');
  if (response.status === 303 && to) return open({ cookie, ...more }, to);
  return { status: response.status, html: new TextDecoder().decode(await response.arrayBuffer()), headers: response.headers, path };
}

/** The assets of the fixture, with other settings for requests. */
export function withSettings(settings: Partial<RequestSettings>): { ASSETS: Fetcher } {
  const fetch = async (input: string | Request): Promise<Response> => {
    const request = new Request(input);
    const response = await env.ASSETS.fetch(request);
    if (!new URL(request.url).pathname.endsWith('/_at/requests.json')) return response;
    const file = await response.json<{ settings: RequestSettings }>();
    return Response.json({ ...file, settings: { ...file.settings, ...settings } });
  };
  return { ASSETS: { fetch } as unknown as Fetcher };
}

export const ASKED: NewCase = {
  kind: 'access',
  place: 'DE',
  locale: 'en',
  behalf: 'self',
  channel: 'form',
  content: { email: 'jo.visitor@mail.example', name: 'Jo Visitor', details: 'Everything since spring, please.' },
  actor: 'person',
};

/** @param next What happens at once after receipt. */
export async function taken(made: Partial<NewCase> = {}, now = NOW, next: Happening[] = []): Promise<Case> {
  const desk = await deskAt(now);
  const { opened } = await takeCase(desk, { ...ASKED, ...made });
  if (next.length > 0) await addEvents(desk, opened.row.id, () => next);
  return opened;
}

/** What happened, but for the receipt that the system acknowledges by itself once its mail is out. */
export async function typesOf(id: string): Promise<string[]> {
  const { results } = await env.INDEX.prepare("SELECT type FROM request_events WHERE request = ? AND actor <> 'system' ORDER BY number")
    .bind(id)
    .all<{ type: string }>();
  return results.map(({ type }) => type);
}

/** The page as it reads, without its marks. */
export function wordsIn(html: string): string {
  return unescaped(html.replace(/<(style|head)\b[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
}

export const letterPath = (reference: string, letter: string): string => `/operator/requests/${reference}/letters/${letter}/`;

/** Chooses, looks at the letter, and sends what was shown. */
export async function sendLetter(
  signed: Signed,
  reference: string,
  letter: string,
  title: string,
  chosen: Record<string, string | string[]>,
  text?: (written: string) => string,
): Promise<Shown> {
  let page = await open(signed, letterPath(reference, letter));
  if (!page.html.includes('<textarea id="text"')) page = await submit(signed, page.html, title, { ...chosen, do: 'compose' });
  const written = /<textarea id="text"[^>]*>([\s\S]*?)<\/textarea>/.exec(page.html)?.[1] ?? '';
  const shown = await submit(signed, page.html, title, { ...chosen, ...(text ? { text: text(written) } : {}), do: 'preview' });
  return shown.status === 200 ? submit(signed, shown.html, title, { ...chosen, do: 'send' }) : shown;
}
