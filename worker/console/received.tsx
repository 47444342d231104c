/** A day of receipt that lies a year back or more: said as a fault, and confirmed by a box that holds for this day alone. */
import { dateInWords } from '../../core/dates.ts';
import { type ReceivedFault, receivedFault } from '../../core/requests/received.ts';
import { dateSchema } from '../../core/schemas.ts';

/** Name of the box; its value is the day that it confirms. */
export const oldReceipt = 'oldReceipt';

export function receivedInWords(fault: ReceivedFault, received: string, today: string): string {
  if (fault === 'future') return `It cannot have arrived after today, ${today}.`;
  return `${dateInWords(received, 'en')} is a year ago or more. Correct the year, or confirm below the field that it is right.`;
}

export function OldReceipt({ received, today, confirmed }: { received: string; today: string; confirmed: string | undefined }) {
  if (!dateSchema.safeParse(received).success || receivedFault(received, today, false) !== 'old') return null;
  return (
    <label class="choice">
      <input type="checkbox" name={oldReceipt} value={received} checked={confirmed === received} /> It really arrived on {dateInWords(received, 'en')}
    </label>
  );
}
