/** One look into the outbox: mails, then webhooks. Neither hinders the other, and what is left makes for another look. */
import type { Desk } from '../requests/desk.ts';
import { writeRound } from '../store/purge.ts';
import { sendMails } from './mail.ts';
import { deliverWebhooks } from './webhooks.ts';

/** What the queue lets a message wait at most. */
const LONGEST_DELAY_SECONDS = 43_200;

export interface Look {
  /** Something may be due still. */
  more: boolean;
  /** Milliseconds until something that failed is tried again. */
  again?: number;
  /** What broke, without which nothing was lost. */
  errors: unknown[];
}

export async function emptyOutbox(desk: Desk): Promise<Look> {
  const errors: unknown[] = [];
  const failed = (error: unknown): { more: boolean; again?: number } => {
    errors.push(error);
    return { more: false };
  };
  const rounds = [await sendMails(desk).catch(failed), await deliverWebhooks(desk).catch(failed)];
  const waits = rounds.flatMap(({ again }) => again ?? []);
  return { more: rounds.some(({ more }) => more), errors, ...(waits.length > 0 ? { again: Math.min(...waits) } : {}) };
}

/** What a message of the queue brings about. One that comes twice finds nothing left to do. */
export async function answerNudges(batch: MessageBatch<Cloudflare.Nudge>, desk: Desk | undefined, report: (error: unknown) => void): Promise<void> {
  if (!desk) return batch.ackAll();
  const { more, again, errors } = await emptyOutbox(desk);
  errors.forEach(report);
  if (errors.length > 0) return batch.retryAll({ delaySeconds: 60 });
  batch.ackAll();
  const delaySeconds = more ? 0 : again === undefined ? undefined : Math.min(Math.ceil(again / 1000), LONGEST_DELAY_SECONDS);
  // Where the queue takes nothing, the hourly round comes.
  if (delaySeconds !== undefined) await desk.env.OUTBOX?.send({}, { delaySeconds }).catch(report);
}

/** Messages that failed again and again. They carried nothing that is lost; that it happened is for operators to see. */
export async function noteDeadNudges(batch: MessageBatch<Cloudflare.Nudge>, desk: Desk | undefined, report: (error: unknown) => void): Promise<void> {
  report(new Error(`${batch.messages.length} messages of the queue could not be answered`));
  if (desk) await writeRound(desk.db, 'dead-nudges', desk.now.toISOString(), String(batch.messages.length)).run();
  batch.ackAll();
}
