/**
 * Tells operators once an hour, in one mail with counts, what they were not told at once: what strangers send without a proof could fill
 * their mailbox otherwise. Each request stands in the queue all the same.
 */
import { KINDS } from '../../core/requests/kinds.ts';
import { digestName, kindInWords } from '../requests/consequences.ts';
import type { Desk } from '../requests/desk.ts';
import { hourOf } from '../requests/limits.ts';
import { mailStatements } from '../requests/outbox.ts';
import { countsBefore, dropCounts } from '../store/proofs.ts';

const NAMES = [...KINDS, 'news'].map(digestName);

/** Of the hours that are over; this one is still being counted. @returns how much there was to tell. */
export async function digest(desk: Desk): Promise<number> {
  const { db, now, file } = desk;
  const hour = hourOf(now);
  const counts = await countsBefore(db, NAMES, hour);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return 0;
  const { t, locale } = desk.texts('en');
  const called = (name: string): string => {
    const kind = KINDS.find((one) => digestName(one) === name);
    return kind ? kindInWords(t, kind) : t('mail.operator-digest.news');
  };
  const list = counts
    .sort((a, b) => b.count - a.count)
    .map(({ name, count }) => `${count} · ${called(name)}`)
    .join('\n');
  const mails = await Promise.all(
    file.settings.announceTo.map((to, at) =>
      mailStatements(desk, undefined, {
        name: 'operator-digest',
        to,
        locale,
        key: `digest ${hour} ${at}`,
        values: { count: String(total), list, link: desk.url('operator/') },
      }),
    ),
  );
  await db.batch([...mails.flat(), dropCounts(db, NAMES, hour)]);
  return total;
}
