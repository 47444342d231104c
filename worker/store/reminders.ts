/** Which requests are due soon and nobody was reminded of, and every word of SQL about it. */
import type { Kind } from '../../core/requests/kinds.ts';
import type { RequestState } from '../../core/requests/summary.ts';

export const STAGES = ['10', '5', '1', 'overdue'] as const;
export type Stage = (typeof STAGES)[number];

export interface DueRequest {
  id: string;
  reference: string;
  kind: Kind;
  place: string;
  regime: string;
  state: RequestState;
  received: string;
  due: string;
  stage: Stage;
}

/**
 * Open requests with the reminder that their due date asks for now, where it was not sent: the nearest one alone. One that is closed
 * is none of them, and one that was extended has another date.
 */
export async function dueForReminder(
  db: D1Database,
  { today, in1, in5, in10 }: Record<'today' | 'in1' | 'in5' | 'in10', string>,
  limit: number,
): Promise<DueRequest[]> {
  const { results } = await db
    .prepare(
      `SELECT id, reference, kind, place, regime, state, received, due, stage FROM (
         SELECT *, CASE WHEN due < ?1 THEN 'overdue' WHEN due <= ?2 THEN '1' WHEN due <= ?3 THEN '5' ELSE '10' END AS stage
         FROM requests WHERE queue = 'active' AND due <= ?4
       ) AS near
       WHERE NOT EXISTS (SELECT 1 FROM reminders WHERE reminders.request = near.id AND reminders.due = near.due AND reminders.stage = near.stage)
       ORDER BY due, id LIMIT ?5`,
    )
    .bind(today, in1, in5, in10, limit)
    .all<DueRequest>();
  return results;
}

/** Notes reminders. Two rounds at once meet here, and the later one does nothing. */
export function insertReminders(db: D1Database, reminded: readonly DueRequest[], at: string): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO reminders (request, due, stage, at)
       SELECT value ->> 'id', value ->> 'due', value ->> 'stage', ?2 FROM json_each(?1)`,
    )
    .bind(JSON.stringify(reminded.map(({ id, due, stage }) => ({ id, due, stage }))), at);
}

export function forgetReminders(db: D1Database, before: string): D1PreparedStatement {
  return db.prepare('DELETE FROM reminders WHERE due < ?').bind(before);
}
