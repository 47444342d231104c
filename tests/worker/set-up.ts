/** Before each file of tests: the index as a deployment makes it, every migration in order. Ledgers count into it by themselves. */
import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

const { INDEX, MIGRATIONS } = env as Cloudflare.Env & { MIGRATIONS: D1Migration[] };
await applyD1Migrations(INDEX, MIGRATIONS);
