/** Dates and days left, as words and as a bar. The words say all that the bar shows. */
import { dateInWords } from '../../core/dates.ts';
import { daysBetween } from '../../core/deadlines/count.ts';

export function DateWords({ date }: { date: string }) {
  return <time datetime={date}>{dateInWords(date, 'en')}</time>;
}

export function daysLeftInWords(left: number): string {
  if (left === 0) return 'due today';
  const days = `${Math.abs(left)} ${Math.abs(left) === 1 ? 'day' : 'days'}`;
  return left > 0 ? `${days} left` : `${days} overdue`;
}

export interface Dated {
  received: string;
  due: string | null;
  closed: string | null;
}

/** How long there is still; of what is closed, whether it was in time. */
export function Due({ request: { received, due, closed }, today }: { request: Dated; today: string }) {
  if (due === null) return <span class="days">{closed ? 'closed' : 'no date'}</span>;
  if (closed) {
    const late = daysBetween(due, closed);
    return (
      <span class={late > 0 ? 'days late' : 'days'}>
        <DateWords date={due} />
        <br />
        {late > 0 ? `closed ${late} ${late === 1 ? 'day' : 'days'} late` : 'closed in time'}
      </span>
    );
  }
  const left = daysBetween(today, due);
  const whole = Math.max(1, daysBetween(received, due));
  return (
    <span class={left < 0 ? 'days late' : left <= 5 ? 'days soon' : 'days'}>
      <DateWords date={due} />
      <br />
      <strong>{daysLeftInWords(left)}</strong>
      <meter min={0} max={whole} low={Math.min(whole, 5)} optimum={whole} value={Math.min(whole, Math.max(0, left))} aria-hidden="true"></meter>
    </span>
  );
}
