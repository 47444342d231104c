/**
 * Webhooks by Standard Webhooks: as statements of the transaction that they tell of, then sent with retries, each attempt noted.
 * Secrets are kept encrypted; the address is checked when it is set, and again each time before it is asked.
 */
import { Webhook } from 'standardwebhooks';
import { toBase64 } from '../../core/log/bytes.ts';
import { faultOfWebhookAddress } from '../../core/requests/webhook-address.ts';
import { WEBHOOK_OF_EVENT, type WebhookType, webhookSchema } from '../../core/requests/webhooks.ts';
import { type EndpointRow, endpoints, insertDeliveries, insertEndpoint, type NewMessage, setEndpointSecrets } from '../store/webhooks.ts';
import type { Case, Happening } from './cases.ts';
import type { Desk } from './desk.ts';
import { openText, sealText } from './vault.ts';

/** What every message about a request says of it. */
export function requestFacts({ row, summary }: Pick<Case, 'row' | 'summary'>) {
  const { id, reference, kind, place } = row;
  const { regime, state, received, due = null } = summary;
  return { request: id, reference, kind, place, regime, state, received, due };
}

/** A message, held to its schema: what is not in the schema leaves in no webhook. `id` makes two of the same one. */
export function messageOf(type: WebhookType, id: string, at: Date, request: string | null, data: unknown): NewMessage {
  const timestamp = at.toISOString();
  const body = JSON.stringify(webhookSchema(type).parse({ type, timestamp, data }));
  return { message: `msg_${id.replace(/[^a-zA-Z0-9]+/g, '_')}`, type, request, made: timestamp, body };
}

/** What other systems are told of an event of a request; nothing of most. */
export function messagesOfEvent({ now }: Desk, after: Case, { event }: Happening, number: number): NewMessage[] {
  // Files of the person; those of an answer are the operators' own doing.
  const type = event.type === 'file-added' && event.source === 'person' ? 'request.message_received' : WEBHOOK_OF_EVENT[event.type];
  if (!type) return [];
  const more = event.type === 'answered' ? { outcome: event.outcome ?? null } : event.type === 'refused' ? { reasons: event.reasons ?? [] } : {};
  return [messageOf(type, `${after.row.id}_${number}`, now, after.row.id, { ...requestFacts(after), ...more })];
}

export function webhookStatements({ db }: Desk, messages: readonly NewMessage[]): D1PreparedStatement[] {
  return messages.length === 0 ? [] : [insertDeliveries(db, messages)];
}

const label = (id: string): string => `webhook secrets\n${id}`;

/** Secrets of an endpoint, the newest first. One that was replaced signs beside it for a day. */
interface Secrets {
  secrets: { secret: string; until?: string }[];
}

/** How long the replaced secret still signs. */
const OVERLAP = 24 * 3_600_000;

function newWebhookSecret(): string {
  return `whsec_${toBase64(crypto.getRandomValues(new Uint8Array(32)))}`;
}

/** @returns the endpoint with its secret, which is told here and never again. */
export async function addEndpoint(
  { db, vault, now }: Desk,
  { url, events, by }: { url: string; events: WebhookType[]; by: string },
): Promise<{ id: string; secret: string }> {
  const id = crypto.randomUUID();
  const secret = newWebhookSecret();
  const { key, wrapped, master } = await vault.newKey(id);
  const sealed = await sealText(key, JSON.stringify({ secrets: [{ secret }] } satisfies Secrets), label(id));
  await insertEndpoint(db, { id, url, events, created: now.toISOString(), createdBy: by, master, wrapped, sealed });
  return { id, secret };
}

/** Gives an endpoint a new secret. @returns it; nothing where there is no such endpoint. */
export async function changeSecret(desk: Desk, id: string): Promise<string | undefined> {
  const { db, vault, now } = desk;
  const [endpoint] = await endpoints(db, id);
  const key = endpoint && (await vault.open(endpoint.id, endpoint.master, endpoint.wrapped));
  if (!endpoint || !key) return undefined;
  const secret = newWebhookSecret();
  const [former] = await secretsOf(desk, endpoint);
  const kept: Secrets = { secrets: [{ secret }, ...(former ? [{ secret: former, until: new Date(now.getTime() + OVERLAP).toISOString() }] : [])] };
  await setEndpointSecrets(db, id, await sealText(key, JSON.stringify(kept), label(id)));
  return secret;
}

/** The secrets that sign now; none where the master key is not here. */
export async function secretsOf({ vault, now }: Pick<Desk, 'vault' | 'now'>, { id, master, wrapped, sealed }: EndpointRow): Promise<string[]> {
  const key = await vault.open(id, master, wrapped);
  if (!key) return [];
  const { secrets } = JSON.parse(await openText(key, sealed, label(id))) as Secrets;
  return secrets.filter(({ until }) => until === undefined || until > now.toISOString()).map(({ secret }) => secret);
}

/** The headers of an attempt. With several secrets there are several signatures, with spaces between. */
export function signedHeaders(secrets: readonly string[], message: string, now: Date, body: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'fairnotice-webhooks',
    'webhook-id': message,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(message, now, body)).join(' '),
  };
}

/** What is wrong with an address for webhooks of this deployment; nothing where it may be used. */
export function faultOfAddress({ env, url }: Pick<Desk, 'env' | 'url'>, address: string): string | undefined {
  return faultOfWebhookAddress(address, { local: Boolean(env.LOCAL), own: [new URL(url('')).host] });
}
