/**
 * The signed mark of a form that the edge wrote: when, for what, and for which browser. A form without one, or one that is filled in
 * faster than anybody can, is not taken; one that comes twice is one.
 */
import type { Desk } from './desk.ts';
import { isSame, toBase64Url } from './status-links.ts';
import { newSecret } from './vault.ts';

const LEAST_SECONDS = 2;
const MOST_SECONDS = 86_400;

export async function formToken(desk: Desk, purpose: string, browser: string): Promise<string> {
  return written(desk, purpose, browser, Math.floor(desk.now.getTime() / 1000).toString(36), newSecret());
}

export type CheckedToken = { ok: true; form: Uint8Array } | { ok: false; reason: 'stale' | 'fast' };

/** @param hasTime Does it take time to fill this form in? */
export async function checkToken(desk: Desk, purpose: string, browser: string | undefined, token: string, hasTime = true): Promise<CheckedToken> {
  const [time = '', nonce = ''] = token.split('.');
  const age = desk.now.getTime() / 1000 - Number.parseInt(time, 36);
  const own = browser !== undefined && isSame(token, await written(desk, purpose, browser, time, nonce));
  if (!own || !(age >= -60 && age <= MOST_SECONDS)) return { ok: false, reason: 'stale' };
  if (hasTime && age < LEAST_SECONDS) return { ok: false, reason: 'fast' };
  return { ok: true, form: await desk.vault.hash('form', `sent\n${token}`) };
}

async function written({ vault }: Desk, purpose: string, browser: string, time: string, nonce: string): Promise<string> {
  return `${time}.${nonce}.${toBase64Url(await vault.hash('form', [purpose, browser, time, nonce].join('\n')))}`;
}
