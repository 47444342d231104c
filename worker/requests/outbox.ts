/** Mails as statements of the transaction that they belong to, and what they say when their time comes. */
import { MAIL_VALUES, type Mail } from '../../core/requests/mails.ts';
import { CannotCompose } from '../mail/compose.ts';
import { type ClaimedMail, insertMails, type NewMail } from '../store/outbox.ts';
import type { Within } from '../store/proofs.ts';
import type { Case } from './cases.ts';
import type { Desk } from './desk.ts';
import { openText, sealText } from './vault.ts';

const label = (id: string): string => `mail\n${id}`;

/**
 * Puts a mail into the outbox. Address and values are encrypted with the request's key, so they go when it goes.
 *
 * @param opened the request that it is about; none for mails about nobody's request. Where its contents are gone nothing is written.
 * @param within a count of the same transaction beyond which it is not sent.
 * @throws where a value that the mail needs is not there: that is a mistake of whoever asks for it.
 */
export async function mailStatements(desk: Desk, opened: Pick<Case, 'row' | 'key'> | undefined, mail: Mail, within?: Within): Promise<D1PreparedStatement[]> {
  if (opened && !opened.key) return [];
  const owner = opened?.key ? { request: opened.row.id, key: opened.key } : undefined;
  return [insertMails(desk.db, [await newMail(desk, mail, owner)], within)];
}

/** A mail as it is stored. Without an owner it gets a key of its own. */
export async function newMail({ vault, now }: Desk, mail: Mail, owner?: { request?: string; subscription?: string; key: CryptoKey }): Promise<NewMail> {
  const { name, locale, key, to, values, expires } = mail;
  const missing = MAIL_VALUES[name].needs.filter((value) => !values[value]);
  if (missing.length > 0) throw new Error(`the mail ${name} lacks ${missing.join(', ')}`);
  const id = crypto.randomUUID();
  const made = owner ? undefined : await vault.newKey(id);
  const { key: _key, ...owned } = owner ?? { key: undefined };
  return {
    id,
    key,
    name,
    locale,
    made: now.toISOString(),
    // As instants are written here, so that they compare as text.
    ...(expires === undefined ? {} : { expires: new Date(expires).toISOString() }),
    ...owned,
    ...(made ? { own: { master: made.master, wrapped: made.wrapped } } : {}),
    sealed: await sealText(owner?.key ?? (made as { key: CryptoKey }).key, JSON.stringify({ to, values }), label(id)),
  };
}

/** @throws {CannotCompose} where its key is not here, or a byte was changed. */
export async function openMail({ vault }: Pick<Desk, 'vault'>, { id, key, name, locale, kept, sealed }: ClaimedMail): Promise<Mail> {
  const opened = kept && (await vault.open(kept.owner, kept.master, kept.wrapped));
  if (!opened || !sealed) throw new CannotCompose('no-key');
  const { to, values } = JSON.parse(await openText(opened, sealed, label(id))) as Pick<Mail, 'to' | 'values'>;
  return { name, locale, key, to, values };
}
