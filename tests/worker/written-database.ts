/** A database whose transactions that write are in the test's hand: what comes before them, and whether they come at all. */
export function writtenThrough(db: D1Database, write: (goOn: () => Promise<D1Result[]>) => Promise<D1Result[]>): D1Database {
  const writing = new WeakSet<D1PreparedStatement>();
  const noted = (statement: D1PreparedStatement): D1PreparedStatement => {
    writing.add(statement);
    const bind = statement.bind.bind(statement);
    return Object.assign(statement, { bind: (...values: unknown[]) => noted(bind(...values)) });
  };
  const own = {
    prepare: (sql: string) => (/^\s*SELECT/i.test(sql) ? db.prepare(sql) : noted(db.prepare(sql))),
    batch: (statements: D1PreparedStatement[]) => {
      const goOn = () => db.batch(statements);
      return statements.some((one) => writing.has(one)) ? write(goOn) : goOn();
    },
  };
  return own as unknown as D1Database;
}
