/** What the log says in public: statements that concern no person. Their bytes are RFC 8785 JSON. */
import { z } from 'zod';
import { sha256Schema } from '../schemas.ts';
import { hashFromBase64 } from './bytes.ts';

/** ISO 8601 in UTC, to the second or finer. */
const at = z.iso.datetime({ error: 'an instant in UTC such as 2027-01-01T00:00:00Z' });
const count = z.int().nonnegative();

/** A path below the site's address: no empty, hidden or climbing part, and nothing that would need quoting. */
const path = z
  .string()
  .max(400)
  .regex(/^[A-Za-z0-9_@~+-][A-Za-z0-9._@~+-]*(\/[A-Za-z0-9_@~+-][A-Za-z0-9._@~+-]*)*$/, 'a path below the site’s address, such as notices/….json');

export const statementSchema = z.discriminatedUnion('type', [
  /** These bytes were out at this address from this moment. */
  z.strictObject({ type: z.literal('published'), kind: z.enum(['notice', 'banner', 'seal', 'text']), path, sha256: sha256Schema, at }),
  /** In the root log: a site's log had this size and root. */
  z.strictObject({
    type: z.literal('checkpoint'),
    log: z.string().min(1).max(400),
    size: count,
    root: z.string().refine((root) => hashFromBase64(root) !== undefined, 'a SHA-256 in base64'),
    at,
  }),
  /** Records below this index were given up by the retention rule; their leaves stay. */
  z.strictObject({ type: z.literal('retired'), below: count, at }),
]);

export type Statement = z.infer<typeof statementSchema>;
