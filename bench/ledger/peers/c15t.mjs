/**
 * The backend of c15t as its documentation sets it up on one's own server: Node, Kysely, SQLite with a write-ahead log that is
 * synchronised at every commit, for an answer of ours is durable too.
 *
 *     node c15t.mjs <port> <file>
 */
import { DatabaseSync } from 'node:sqlite';
import { c15tInstance } from '@c15t/backend';
import { kyselyAdapter } from '@c15t/backend/db/adapters/kysely';
import { migrator } from '@c15t/backend/db/migrator';
import { DB } from '@c15t/backend/db/schema';
import { serve } from '@hono/node-server';
import { Kysely, SqliteDialect } from 'kysely';

const [port, file] = process.argv.slice(2);
const sqlite = new DatabaseSync(file);
sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON');
const adapter = kyselyAdapter({ db: new Kysely({ dialect: new SqliteDialect({ database: forKysely(sqlite) }) }), provider: 'sqlite' });
const { execute } = await migrator({ db: DB.client(adapter), schema: 'latest' });
await execute?.();
const instance = c15tInstance({
  adapter,
  trustedOrigins: ['https://example.com'],
  basePath: '/api/c15t',
  logger: { level: 'error' },
  apiKeys: ['key-of-the-bench'],
  openapi: { enabled: false },
});
serve({ fetch: instance.handler, port: Number(port), hostname: '127.0.0.1' });

/** What Kysely asks of a driver. Statements are kept, which can only help. */
function forKysely(database) {
  const kept = new Map();
  const plain = (values = []) => values.map((value) => (typeof value === 'boolean' ? Number(value) : (value ?? null)));
  const prepare = (query) => {
    const statement = database.prepare(query);
    return {
      reader: statement.columns().length > 0,
      all: (values) => statement.all(...plain(values)),
      run: (values) => statement.run(...plain(values)),
      iterate: (values) => statement.iterate(...plain(values)),
    };
  };
  return {
    prepare(query) {
      if (!/^\s*(select|insert|update|delete)/i.test(query)) return prepare(query);
      if (!kept.has(query)) kept.set(query, prepare(query));
      return kept.get(query);
    },
    close: () => database.close(),
  };
}
