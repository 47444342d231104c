/** What one operator proposes and a second one has to agree to. Kept encrypted as the words of `approval-asked`; carried out as it is. */
import { z } from 'zod';
import { OUTCOMES, type Outcome, REFUSAL_REASONS } from '../../core/requests/events.ts';
import { dateSchema } from '../../core/schemas.ts';
import { codeInWords } from './names.ts';

export const proposalSchema = z.discriminatedUnion('does', [
  z.strictObject({ does: z.literal('answered'), outcome: z.enum(OUTCOMES), releaseUntil: dateSchema.optional(), text: z.string() }),
  z.strictObject({ does: z.literal('refused'), reasons: z.array(z.enum(REFUSAL_REASONS)).min(1), text: z.string() }),
]);
export type Proposal = z.infer<typeof proposalSchema>;

/** Does its letter name a last day for the download that is over? Then it has to be written anew. */
export function isStale(proposal: Proposal, today: string): boolean {
  return proposal.does === 'answered' && proposal.releaseUntil !== undefined && proposal.releaseUntil < today;
}

const ANSWERS: Record<Outcome, string> = {
  complied: 'answer that all was done as asked',
  'complied-in-part': 'answer that a part was done, and refuse the rest',
  'no-data': 'answer that no data was found',
};

/** What it does, for whoever has to agree to it. */
export function proposalInWords(proposal: Proposal): string {
  if (proposal.does === 'refused') return `refuse it, for these reasons: ${proposal.reasons.map((reason) => codeInWords(reason).toLowerCase()).join(', ')}`;
  return `${ANSWERS[proposal.outcome]}${proposal.releaseUntil === undefined ? '' : `, with files to download until ${proposal.releaseUntil}`}`;
}

export function proposalIn(words: string | undefined): Proposal | undefined {
  try {
    return proposalSchema.safeParse(JSON.parse(words ?? '')).data;
  } catch {
    return undefined;
  }
}
