/** The index without a count: storage is shared within a file. */
import { env } from 'cloudflare:workers';

export async function emptyIndex(): Promise<D1Database> {
  const { INDEX } = env;
  await INDEX.batch([INDEX.prepare('DELETE FROM counts'), INDEX.prepare('DELETE FROM counted')]);
  return INDEX;
}
