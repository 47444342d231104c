/** The day on which a request arrived, as somebody types it who enters it. Pure. */
import { Temporal } from 'temporal-polyfill';

/** `future`: it is yet to come. `old`: it lies so far back that the year may be wrong. */
export type ReceivedFault = 'future' | 'old';

/**
 * A wrong year lies a year back or more, so whatever does has to be confirmed. The clock runs from this day: a slip makes a request
 * overdue by years, or puts it under a law that was not there yet.
 *
 * @param confirmed Was it said that the day is right all the same?
 */
export function receivedFault(received: string, today: string, confirmed: boolean): ReceivedFault | undefined {
  if (received > today) return 'future';
  const yearAgo = Temporal.PlainDate.from(today).subtract({ years: 1 }).toString();
  return received <= yearAgo && !confirmed ? 'old' : undefined;
}
