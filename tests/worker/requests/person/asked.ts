/** A person who asked for a copy, and what the tests of proofs look at. */
import { env } from 'cloudflare:workers';
import type { Mail } from '../../../../core/requests/mails.ts';
import { Browser } from './browser.ts';
import { mails } from './mails.ts';

export const ACCESS = { place: 'DE', behalf: 'self', email: 'jo@mail.example', step: 'more' };

/** A page on which one can write: what is personal is open there. */
export const WRITES = /action="\/requests\/status\/(?:[^/"]+\/)?message"/;

export async function asked(given: Record<string, string> = {}, kind = 'access', headers: Record<string, string> = {}): Promise<Browser> {
  const browser = new Browser({ headers });
  await browser.post(`/requests/${kind}/`, { ...ACCESS, ...given });
  await browser.later(10).send(`/requests/${kind}/`);
  return browser;
}

/** The first request of all. */
export async function idOf(): Promise<string> {
  return (await env.INDEX.prepare('SELECT id FROM requests ORDER BY rowid LIMIT 1').first<string>('id')) ?? '';
}

export const last = (): Mail => mails.at(-1) as Mail;
export const pathOf = (address = ''): string => new URL(address).pathname;
export const wrong = (code = ''): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** A page without what differs from request to request, and from time to time. */
export function alike(html: string): string {
  return html.replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4}|[\w.-]{59}|value="[^"]*"|<bdi>[^<]*<\/bdi>|\d\d:\d\d UTC/g, '…');
}

export async function eventsOf(): Promise<string[]> {
  const { results } = await env.INDEX.prepare('SELECT type FROM request_events ORDER BY request, number').all<{ type: string }>();
  // The acknowledgement is noted by itself when its mail has gone.
  return results.map(({ type }) => type).filter((type) => type !== 'acknowledged');
}
