/** A database that counts what is asked of it: ways there and back, statements, and the rows that it had to read. */
export interface Asked {
  /** Calls, each of which is a way to the database and back. */
  calls: number;
  statements: number;
  rowsRead: number;
}

interface Statement {
  real: D1PreparedStatement;
}

export function countedDatabase(db: D1Database): { db: D1Database; asked: Asked } {
  const asked: Asked = { calls: 0, statements: 0, rowsRead: 0 };
  const noted = <T>(results: D1Result<T>[]): D1Result<T>[] => {
    asked.calls += 1;
    asked.statements += results.length;
    for (const { meta } of results) asked.rowsRead += meta.rows_read;
    return results;
  };
  const one = async (real: D1PreparedStatement): Promise<D1Result> => noted([await real.all()])[0] as D1Result;
  const statement = (real: D1PreparedStatement) => ({
    real,
    bind: (...values: unknown[]) => statement(real.bind(...values)),
    all: () => one(real),
    run: () => one(real),
    first: async (column?: string) => {
      const [row] = (await one(real)).results as Record<string, unknown>[];
      return row === undefined ? null : column === undefined ? row : row[column];
    },
  });
  const counted = {
    prepare: (sql: string) => statement(db.prepare(sql)),
    batch: async (statements: Statement[]) => noted(await db.batch(statements.map(({ real }) => real))),
  };
  return { db: counted as unknown as D1Database, asked };
}
