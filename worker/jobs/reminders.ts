/** Reminds operators of answers that are due in 10, 5 or 1 days, or overdue: once each, in one mail for each stage. */
import { dateInWords } from '../../core/dates.ts';
import { addDays } from '../../core/deadlines/count.ts';
import type { Mail } from '../../core/requests/mails.ts';
import { kindInWords } from '../requests/consequences.ts';
import type { Desk } from '../requests/desk.ts';
import { mailStatements } from '../requests/outbox.ts';
import { messageOf, webhookStatements } from '../requests/webhooks.ts';
import { type DueRequest, dueForReminder, insertReminders, STAGES, type Stage } from '../store/reminders.ts';
import type { NewMessage } from '../store/webhooks.ts';

/** Requests of one round; those that are left come with the next one. */
const MOST = 500;

/** @returns how many requests were reminded of. */
export async function remind(desk: Desk): Promise<number> {
  const { db, today, now } = desk;
  const days = { today, in1: addDays(today, 1), in5: addDays(today, 5), in10: addDays(today, 10) };
  const found = await dueForReminder(db, days, MOST);
  if (found.length === 0) return 0;
  const mails = STAGES.flatMap((stage) =>
    mailsOf(
      desk,
      stage,
      found.filter((one) => one.stage === stage),
    ),
  );
  const statements = await Promise.all(mails.map((mail) => mailStatements(desk, undefined, mail)));
  await db.batch([
    insertReminders(db, found, now.toISOString()),
    ...statements.flat(),
    ...webhookStatements(
      desk,
      found.map((one) => messageAbout(desk, one)),
    ),
  ]);
  return found.length;
}

function mailsOf(desk: Desk, stage: Stage, requests: readonly DueRequest[]): Mail[] {
  const [first] = requests;
  if (!first) return [];
  const { t, locale } = desk.texts('en');
  const list = requests.map(({ reference, kind, due }) => `${reference} · ${dateInWords(due, locale)} · ${kindInWords(t, kind)}`).join('\n');
  return desk.file.settings.announceTo.map((to, at) => ({
    name: stage === 'overdue' ? 'operator-overdue' : 'operator-reminder',
    to,
    locale,
    key: `reminder ${stage} ${desk.today} ${first.id} ${requests.length} ${at}`,
    values: { list, link: desk.url('operator/'), ...(stage === 'overdue' ? {} : { count: stage }) },
  }));
}

function messageAbout({ now }: Desk, { id, reference, kind, place, regime, state, received, due, stage }: DueRequest): NewMessage {
  const facts = { request: id, reference, kind, place, regime, state, received, due };
  const key = `${id}_${due}_${stage}`;
  return stage === 'overdue'
    ? messageOf('request.overdue', key, now, id, facts)
    : messageOf('request.reminder', key, now, id, { ...facts, days: Number(stage) });
}
