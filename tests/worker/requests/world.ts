/** What the tests of mails and webhooks need: requests of every kind, a mail binding that can fail, an empty outbox. */
import { env } from 'cloudflare:workers';
import { type NewCase, takeCase } from '../../../worker/requests/cases.ts';
import type { Desk } from '../../../worker/requests/desk.ts';

export const ASKED: NewCase = {
  kind: 'access',
  place: 'DE',
  locale: 'en',
  behalf: 'self',
  channel: 'form',
  content: { email: 'Jo.Visitor@mail.example', name: 'Jo Visitor', details: 'Everything since spring, please.' },
  actor: 'person',
};

const TABLES = [
  'requests',
  'request_events',
  'request_files',
  'outbox',
  'reminders',
  'webhook_endpoints',
  'webhook_deliveries',
  'subscriptions',
  'announcements',
  'request_counters',
  'mail_blocks',
  'proofs',
  'suppressions',
  'rounds',
];

/** Storage is shared within a file. */
export async function forgetAll(): Promise<void> {
  await env.INDEX.batch(TABLES.map((table) => env.INDEX.prepare(`DELETE FROM ${table}`)));
}

/** A request that needs a proof, asked for or given already. */
export async function asked(desk: Desk, proof: 'asked' | 'none' = 'none', made: Partial<NewCase> = {}) {
  const then = proof === 'asked' ? [{ event: { type: 'proof-asked' as const, at: desk.now.toISOString() }, actor: 'system' }] : [];
  return (await takeCase(desk, { ...ASKED, ...made, then })).opened;
}

export interface SentMail {
  to: string;
  from: { email: string; name: string };
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

/** A mail binding that keeps what it is given; `fails` is thrown, with its code, as often as there is one. */
export function binding(fails: (string | undefined)[] = []): { sent: SentMail[]; EMAIL: SendEmail } {
  const sent: SentMail[] = [];
  const send = async (mail: unknown) => {
    const code = fails.shift();
    if (code !== undefined) throw Object.assign(new Error(`could not send to ${(mail as SentMail).to}`), { code });
    sent.push(mail as SentMail);
    return { messageId: 'id' };
  };
  return { sent, EMAIL: { send } as unknown as SendEmail };
}

/** Bindings of a deployment that can send. */
export const deployed = (more: Partial<Cloudflare.Env> = {}): Partial<Cloudflare.Env> => ({ LOCAL: '', ...more });

export async function rowsOf<Row = Record<string, unknown>>(query: string, ...values: unknown[]): Promise<Row[]> {
  return (
    await env.INDEX.prepare(query)
      .bind(...values)
      .all<Row>()
  ).results;
}
