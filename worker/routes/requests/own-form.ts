/** A form that one of these pages has sent: from this site, readable, and with the page's token or without. */
import type { Context } from 'hono';
import type { Edge } from '../../edge.ts';
import type { Desk } from '../../requests/desk.ts';
import { isOwnForm, readForm, type SentForm } from '../../requests/intake-body.ts';
import { checkToken } from '../../requests/intake-token.ts';
import { browserOf } from '../../requests/status-session.ts';
import { openDesk, refusePage, wishedLocale } from './pieces.tsx';

export type OwnForm = { ok: true; desk: Desk; form: SentForm; isToken: boolean } | { ok: false; answer: Response | Promise<Response> };

/** @param purpose what the token was made for. */
export async function readOwnForm(c: Context<Edge>, purpose: string): Promise<OwnForm> {
  const opened = await openDesk(c);
  if (!opened.ok) return opened;
  const { desk } = opened;
  const locale = wishedLocale(c, desk);
  if (!isOwnForm(c)) return { ok: false, answer: refusePage(c, desk, locale, 'foreign') };
  const sent = await readForm(c.req.raw);
  if (!sent.ok) return { ok: false, answer: refusePage(c, desk, locale, sent.reason) };
  const token = await checkToken(desk, purpose, browserOf(c), sent.form.fields.token ?? '', false);
  return { ok: true, desk, form: sent.form, isToken: token.ok };
}
