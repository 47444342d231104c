/**
 * Links into a request that mails carry. They are made from its id with a key of the deployment, so that nothing of them is kept;
 * 128 bits of them cannot be guessed. They show where a request stands and, without a proof of the address, of what is personal no more
 * than the first letters of that address.
 */
import { toBase64 } from '../../core/log/bytes.ts';
import type { Desk } from './desk.ts';

const ID = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{22})$/;

/** Path of the page of a request, for a browser that may see it. The reference in it is no secret, and opens nothing by itself. */
export function requestPath(reference: string): string {
  return `requests/status/${reference}/`;
}

/** Path of the link to keep, also for mails: it leads to the page. */
export async function statusPath(desk: Pick<Desk, 'vault'>, id: string): Promise<string> {
  return `requests/status/${await sealed(desk, 'status', id)}/`;
}

/** Path of "I asked nothing", for mails. */
export async function notMePath(desk: Pick<Desk, 'vault'>, id: string): Promise<string> {
  return `requests/not-me/${await sealed(desk, 'not-me', id)}/`;
}

/** The id in such a link. @returns nothing where it was made up, or for something else. */
export async function idIn(desk: Pick<Desk, 'vault'>, purpose: 'status' | 'not-me', token: string): Promise<string | undefined> {
  const [, id] = ID.exec(token) ?? [];
  return id !== undefined && isSame(await sealed(desk, purpose, id), token) ? id : undefined;
}

async function sealed({ vault }: Pick<Desk, 'vault'>, purpose: 'status' | 'not-me', id: string): Promise<string> {
  return `${id}.${toBase64Url(await vault.hash('link', `${purpose}\n${id}`), 16)}`;
}

export function toBase64Url(bytes: Uint8Array, length = bytes.length): string {
  return toBase64(bytes.subarray(0, length)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** How long it takes says nothing of where two texts differ. */
export function isSame(a: string, b: string): boolean {
  const [one, other] = [new TextEncoder().encode(a), new TextEncoder().encode(b)];
  return one.length === other.length && crypto.subtle.timingSafeEqual(one, other);
}
