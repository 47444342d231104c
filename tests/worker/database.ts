/** The index as a deployment makes it: every migration, in order, on an empty database. */
import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

export async function emptyIndex(): Promise<D1Database> {
  const { INDEX, MIGRATIONS } = env as Cloudflare.Env & { MIGRATIONS: D1Migration[] };
  await applyD1Migrations(INDEX, MIGRATIONS);
  await INDEX.batch([INDEX.prepare('DELETE FROM counts'), INDEX.prepare('DELETE FROM counted')]);
  return INDEX;
}
