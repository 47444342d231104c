/** A browser without scripts in front of the Worker: it keeps cookies by their path, follows what leads on, and sends forms as they stand. */
import { env } from 'cloudflare:workers';
import { type Asked, ask, ORIGIN, textOf } from '../../client.ts';

export interface Seen {
  status: number;
  path: string;
  html: string;
  headers: Headers;
}

interface Kept {
  value: string;
  path: string;
  /** Milliseconds since 1970. */
  until?: number;
}

export const SESSION = 'fairnotice-request-';

export class Browser {
  now = '2026-01-31T09:00:00Z';
  at = '';
  html = '';
  private reference = '';
  readonly cookies = new Map<string, Kept>();

  readonly asked: Asked;

  constructor(asked: Asked = {}) {
    this.asked = asked;
  }

  later(seconds: number): this {
    this.now = new Date(Date.parse(this.now) + seconds * 1000).toISOString();
    return this;
  }

  async open(path: string, more: Asked = {}): Promise<Seen> {
    return this.go(path, { method: 'GET', ...more });
  }

  /** Address of the page of the request that is shown, or was shown last. */
  get page(): string {
    this.reference = referenceIn(this.html) ?? this.reference;
    return `/requests/status/${this.reference}/`;
  }

  /** The cookies of requests, by their reference. */
  get sessions(): string[] {
    return [...this.cookies.keys()].flatMap((name) => (name.startsWith(SESSION) ? [name.slice(SESSION.length)] : [])).sort();
  }

  /** Sends a form of that page. */
  act(doing: string, given: Record<string, string> = {}, more: Asked & { files?: File[] } = {}): Promise<Seen> {
    return this.send(this.page + doing, given, more);
  }

  /** Fills in the form with this action that stands on the page and sends it. */
  async send(action: string, given: Record<string, string> = {}, more: Asked & { files?: File[] } = {}): Promise<Seen> {
    const form = formIn(this.html, action);
    if (form === undefined) throw new Error(`no form ${action} on ${this.at}: ${this.html.slice(0, 2000)}`);
    return this.post(action, { ...fieldsOf(form), ...given }, more);
  }

  async post(path: string, fields: Record<string, string>, { files, headers = {}, ...more }: Asked & { files?: File[] } = {}): Promise<Seen> {
    const own = { 'sec-fetch-site': 'same-origin', origin: ORIGIN, ...headers };
    if (!files) {
      const body = new URLSearchParams(fields).toString();
      return this.go(path, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded', ...own }, ...more });
    }
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    for (const file of files) data.append('files', file);
    const made = new Request(ORIGIN, { method: 'POST', body: data });
    const body = new Uint8Array(await made.arrayBuffer());
    return this.go(path, { method: 'POST', body, headers: { 'content-type': made.headers.get('content-type') ?? '', ...own }, ...more });
  }

  private async go(path: string, { headers = {}, ...more }: Asked, hops = 0): Promise<Seen> {
    const cookie = this.cookieFor(path);
    const response = await ask(path, { now: this.now, ...this.asked, ...more, headers: { ...this.asked.headers, ...headers, ...(cookie ? { cookie } : {}) } });
    this.keep(response.headers);
    const location = response.headers.get('location');
    if (location && hops < 5) {
      await response.body?.cancel();
      const { 'content-type': _type, ...kept } = headers as Record<string, string>;
      return this.go(new URL(location, ORIGIN + path).pathname, { ...more, method: 'GET', body: null, headers: kept }, hops + 1);
    }
    const html = await textOf(response);
    if (response.headers.get('content-type')?.startsWith('text/html')) Object.assign(this, { at: path, html, reference: referenceIn(html) ?? this.reference });
    return { status: response.status, path, html, headers: response.headers };
  }

  private cookieFor(path: string): string {
    return [...this.cookies]
      .flatMap(([name, { value, path: below, until = Number.POSITIVE_INFINITY }]) =>
        path.startsWith(below) && until > Date.parse(this.now) ? [`${name}=${value}`] : [],
      )
      .join('; ');
  }

  private keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', ...value] = pair.split('=');
      const path = attributes.find((one) => one.startsWith('Path='))?.slice(5) ?? '/';
      const age = attributes.find((one) => one.startsWith('Max-Age='))?.slice(8);
      if (age === '0') this.cookies.delete(name);
      else this.cookies.set(name, { value: value.join('='), path, ...(age === undefined ? {} : { until: Date.parse(this.now) + Number(age) * 1000 }) });
    }
  }
}

/** The reference that a page shows first. */
export function referenceIn(html: string): string | undefined {
  return /<code>([0-9A-Z]{4}-[0-9A-Z]{4})<\/code>/.exec(html)?.[1];
}

/** The form of the page that goes to an address. */
export function formIn(html: string, action: string): string | undefined {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form).find((form) => form.includes(`action="${action}"`));
}

/** What a browser would send of a form that nobody touched. */
export function fieldsOf(form: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const attribute = (tag: string, name: string): string => unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
  for (const [tag] of form.matchAll(/<(?:input|select|button)\b[^>]*>/g)) {
    const name = attribute(tag, 'name');
    const type = attribute(tag, 'type');
    if (name === '' || type === 'file' || (type === 'radio' && !/\bchecked\b/.test(tag))) continue;
    if (tag.startsWith('<button') && name in fields) continue;
    fields[name] = attribute(tag, 'value');
  }
  for (const [, name = '', options = ''] of form.matchAll(/<select\b[^>]*\bname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
    fields[name] = /<option value="([^"]*)"[^>]*\bselected/.exec(options)?.[1] ?? '';
  for (const [, name = '', text = ''] of form.matchAll(/<textarea\b[^>]*\bname="([^"]*)"[^>]*>\n?([\s\S]*?)<\/textarea>/g)) fields[name] = unescaped(text);
  return fields;
}

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

export async function emptyRequests(): Promise<void> {
  for (const table of ['requests', 'request_events', 'request_files', 'proofs', 'request_counters', 'mail_blocks', 'sent_forms'])
    await env.INDEX.exec(`DELETE FROM ${table}`);
}

export async function countOf(table: string): Promise<number> {
  return (await env.INDEX.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first<number>('n')) ?? 0;
}
