/**
 * Mail about material changes, for whoever asks for it and confirms it. The address is encrypted; links are made from the
 * subscription's id with a key of the deployment, so that nothing of them is kept.
 */
import { insertMails } from '../store/outbox.ts';
import { confirmSubscription, endSubscription, findSubscription, insertSubscription, type SubscriptionRow } from '../store/subscriptions.ts';
import { insertSuppressions } from '../store/suppressions.ts';
import { normalAddress } from './cases.ts';
import type { Desk } from './desk.ts';
import { mayMail, type Sender } from './limits.ts';
import { newMail } from './outbox.ts';
import { isSame, toBase64Url } from './status-links.ts';
import { openText, sealText } from './vault.ts';

const REPEAT_MINUTES = 15;
const CONFIRM_DAYS = 3;

const label = (id: string): string => `subscription\n${id}`;

/** Is anything sent at all? Where not, nobody is asked for an address. */
export function canSubscribe({ env, file }: Pick<Desk, 'env' | 'file'>): boolean {
  return Boolean(env.LOCAL) || (env.EMAIL !== undefined && file.settings.sender !== undefined);
}

/**
 * Asks an address to confirm, within the limits of the mails of requests, which count together. What comes of it is not told: it would
 * say whether the address is known, and it takes the same steps for each.
 */
export async function subscribe(desk: Desk, { address, locale, from }: { address: string; locale: string; from: Sender }): Promise<void> {
  const { db, vault, now } = desk;
  const contact = await vault.hash('contact', normalAddress(address));
  const [known, allowed] = await Promise.all([findSubscription(db, { contact }), mayMail(desk, contact, from)]);
  if (!allowed) return;
  const id = crypto.randomUUID();
  const { key, wrapped, master } = await vault.newKey(id);
  const asked = now.toISOString();
  const sealed = await sealText(key, address.trim(), label(id));
  const expires = new Date(now.getTime() + CONFIRM_DAYS * 86_400_000).toISOString();
  const link = desk.url(`subscribe/confirm/${await confirmToken(desk, { id, asked })}/`);
  const mail = await newMail(
    desk,
    { name: 'subscription-confirm', to: address.trim(), locale, values: { link }, key: `subscription-confirm ${id}`, expires },
    { subscription: id, key },
  );
  const isRecent = known !== undefined && now.getTime() - Date.parse(known.asked) < REPEAT_MINUTES * 60_000;
  if (isRecent) return;
  await db.batch([insertSubscription(db, { id, contact, locale, master, wrapped, sealed, asked }), ...(known?.confirmed ? [] : [insertMails(db, [mail])])]);
}

/** The subscription that a link confirms; nothing where it is too old, or was made up. */
export async function subscriptionToConfirm(desk: Desk, token: string): Promise<SubscriptionRow | undefined> {
  const row = await rowOf(desk, token);
  if (!row || !isSame(await confirmToken(desk, row), token)) return undefined;
  const isOld = desk.now.getTime() - Date.parse(row.asked) > CONFIRM_DAYS * 86_400_000;
  return isOld && row.confirmed === null ? undefined : row;
}

export async function confirm({ db, now }: Desk, { id }: SubscriptionRow): Promise<void> {
  await confirmSubscription(db, id, now.toISOString());
}

/** Is a link to end a subscription one of ours? It stays so for as long as mails are kept. @returns the subscription, where it has not ended. */
export async function subscriptionToStop(desk: Desk, token: string): Promise<{ isOurs: boolean; row?: SubscriptionRow | undefined }> {
  const id = idIn(token);
  if (id === undefined || !isSame(await stopToken(desk, id), token)) return { isOurs: false };
  return { isOurs: true, row: await findSubscription(desk.db, { id }) };
}

/** Ends a subscription. The address stays on the list of those who must not come back. */
export async function stop({ db, now }: Desk, row: SubscriptionRow): Promise<void> {
  await db.batch([
    insertSuppressions(db, [{ contact: row.contact, what: 'unsubscribed', request: '', at: now.toISOString() }]),
    ...endSubscription(db, row.id),
  ]);
}

/** Key and address of a subscription; nothing where the master key is not here. */
export async function openSubscription(
  { vault }: Pick<Desk, 'vault'>,
  { id, master, wrapped, sealed }: SubscriptionRow,
): Promise<{ key: CryptoKey; address: string } | undefined> {
  const key = await vault.open(id, master, wrapped);
  return key && { key, address: await openText(key, sealed, label(id)) };
}

export async function stopLink(desk: Desk, id: string): Promise<string> {
  return desk.url(`subscribe/stop/${await stopToken(desk, id)}/`);
}

async function confirmToken({ vault }: Desk, { id, asked }: Pick<SubscriptionRow, 'id' | 'asked'>): Promise<string> {
  return `${id}.${toBase64Url(await vault.hash('token', `subscription\n${id}\n${asked}`), 16)}`;
}

async function stopToken({ vault }: Desk, id: string): Promise<string> {
  return `${id}.${toBase64Url(await vault.hash('unsubscribe', id), 16)}`;
}

function idIn(token: string): string | undefined {
  return /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.[A-Za-z0-9_-]{22}$/.exec(token)?.[1];
}

async function rowOf({ db }: Desk, token: string): Promise<SubscriptionRow | undefined> {
  const id = idIn(token);
  return id === undefined ? undefined : findSubscription(db, { id });
}
