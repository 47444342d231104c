/** `/verify/`: the page on which anyone checks a receipt, with the keys by which this edge signs its logs. */
import { type Context, Hono } from 'hono';
import { ROOT_LOG } from '../../core/ledger-settings.ts';
import { lifetimeNow } from '../answers.ts';
import { LIFETIMES } from '../caching.ts';
import type { Edge } from '../edge.ts';
import { signersOf, vkeysOf } from '../ledger/signers.ts';
import { originOf } from '../logs.ts';
import { passOn } from '../site.ts';

export const verify = new Hono<Edge>();

verify.on('GET', ['/verify/', '/verify/:locale/'], async (c, next) => {
  const keys = await keysOf(c);
  if (keys.length === 0) return next();
  // Whole, whatever the browser has: its copy may hold other keys.
  const asset = await passOn(c.env.site, new Request(c.req.url));
  if (asset.status !== 200) return next();
  const answer = new HTMLRewriter()
    .on('#verify', { element: (frame) => void frame.setAttribute('data-keys', merged(frame.getAttribute('data-keys'), keys)) })
    .transform(asset);
  answer.headers.delete('ETag');
  answer.headers.set('Cache-Control', lifetimeNow(c, LIFETIMES.moving));
  return answer;
});

/** One key signs every log of the ledger, so that of the log over all logs stands for them all. */
async function keysOf(c: Context<Edge>): Promise<string[]> {
  return vkeysOf(await signersOf(c.env.LOG_KEY, originOf(c.env.site, ROOT_LOG)));
}

/** Those that the organisation names come first. */
function merged(named: string | null, own: readonly string[]): string {
  return [...new Set([...(named ?? '').split(' ').filter(Boolean), ...own])].join(' ');
}
