/** What one operator proposes and a second one has to agree to. Kept encrypted as the words of `approval-asked`; carried out as it is. */
import { z } from 'zod';
import { OUTCOMES, REFUSAL_REASONS } from '../../core/requests/events.ts';
import { dateSchema } from '../../core/schemas.ts';

export const proposalSchema = z.discriminatedUnion('does', [
  z.strictObject({ does: z.literal('answered'), outcome: z.enum(OUTCOMES), releaseUntil: dateSchema.optional(), text: z.string() }),
  z.strictObject({ does: z.literal('refused'), reasons: z.array(z.enum(REFUSAL_REASONS)).min(1), text: z.string() }),
]);
export type Proposal = z.infer<typeof proposalSchema>;

export function proposalIn(words: string | undefined): Proposal | undefined {
  try {
    return proposalSchema.safeParse(JSON.parse(words ?? '')).data;
  } catch {
    return undefined;
  }
}
