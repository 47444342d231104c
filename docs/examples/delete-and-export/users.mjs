/** The shop's own data, in SQLite: users and their orders. What the law makes the shop keep stays, without saying whose it was. */
import { DatabaseSync } from 'node:sqlite';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT, joined TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, user INTEGER, item TEXT NOT NULL, cents INTEGER NOT NULL, at TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS photos (user INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS done (message TEXT PRIMARY KEY);
`;

export function openUsers(path) {
  const db = new DatabaseSync(path);
  db.exec(SCHEMA);
  const find = (email) => db.prepare('SELECT * FROM users WHERE email = ?').get(email.trim().toLowerCase());
  return {
    db,

    /** Everything about somebody, and their files; nothing where nobody has the address. */
    export(email) {
      const user = find(email);
      if (!user) return undefined;
      const { id, ...account } = user;
      const orders = db.prepare('SELECT item, cents, at FROM orders WHERE user = ?').all(id);
      const photos = db.prepare('SELECT name, type, bytes FROM photos WHERE user = ?').all(id);
      return {
        data: { account, orders },
        files: photos.map(({ name, type, bytes }) => ({ name, type, content: Buffer.from(bytes).toString('base64') })),
      };
    },

    /** Deletes somebody. @returns how many orders stay for the tax office, and belong to nobody any more; nothing where there is nobody. */
    delete(email) {
      const user = find(email);
      if (!user) return undefined;
      db.exec('BEGIN');
      db.prepare('DELETE FROM photos WHERE user = ?').run(user.id);
      const { changes } = db.prepare('UPDATE orders SET user = NULL WHERE user = ?').run(user.id);
      db.prepare('DELETE FROM users WHERE id = ?').run(user.id);
      db.exec('COMMIT');
      return { keptOrders: Number(changes) };
    },

    /** Was this message dealt with before? They come at least once. */
    isDone: (message) => db.prepare('SELECT 1 FROM done WHERE message = ?').get(message) !== undefined,
    setDone: (message) => void db.prepare('INSERT OR IGNORE INTO done VALUES (?)').run(message),
  };
}
