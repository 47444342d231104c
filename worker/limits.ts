/** Shedding load: requests of one network to one site. Approximate, and in one place of the platform's network only. Addresses are not kept. */
import type { Context } from 'hono';
import type { Edge } from './edge.ts';

/** May this request pass? Without an address, as locally, or without the binding it may. */
export async function isWithinLimit(c: Context<Edge>, site: string): Promise<boolean> {
  const address = c.req.header('CF-Connecting-IP');
  if (!address || !c.env.CONSENT_LIMIT) return true;
  return (await c.env.CONSENT_LIMIT.limit({ key: `${site} ${addressPrefix(address)}` })).success;
}

/** An IPv4 address, or the first 64 bits of one of IPv6: what one household or host gets. */
export function addressPrefix(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail ?? '')];
  const gap = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array.from({ length: gap }, () => '0'), ...after];
  return all
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}
