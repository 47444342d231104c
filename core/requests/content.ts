/** What a person told in a request. All of it is personal: it is kept encrypted and goes with the request's key. */
import { z } from 'zod';
import { typedAddress } from './address.ts';

const line = z.string().trim().max(200);

export const contentSchema = z.strictObject({
  /** Where the answer goes. Absent where nobody asked for it, as in an opt-out. */
  email: typedAddress.optional(),
  name: line.optional(),
  details: z.string().trim().max(10_000).optional(),
  /** By what the organisation finds the data: account name, customer number, … */
  identifiers: z.string().trim().max(1000).optional(),
  /** The child, where a parent asks. */
  child: line.optional(),
  /** Who asks in somebody's name. The answer goes to the person unless the mandate says otherwise. */
  agent: z.strictObject({ name: line.min(1), email: typedAddress }).optional(),
  /** Answers to what the place asks beside, by the question's key in the wording. */
  answers: z.record(z.string().max(60), z.string().max(1000)).optional(),
});
export type RequestContent = z.infer<typeof contentSchema>;

/** Name, kind and size of a file, as they are kept encrypted. */
export const fileFactsSchema = z.strictObject({ name: z.string().min(1).max(200), type: z.string().min(1).max(100), sha256: z.string() });
export type FileFacts = z.infer<typeof fileFactsSchema>;
