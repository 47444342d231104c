/** Public statements as entries. */
import { sha256Bytes } from '../../core/digest.ts';
import { statementEntry } from '../../core/log/entry.ts';
import type { Statement } from '../../core/log/statements.ts';
import type { Tables } from './tables.ts';

/** Appends what is not there yet. Runs inside a transaction. @returns the index of each. */
export function publishStatements(tables: Tables, statements: readonly Statement[], now: number): number[] {
  return statements.map((statement) => {
    const key = keyOf(statement);
    const known = tables.find(key);
    return known ? known.index : tables.append({ key, entry: statementEntry(statement), received: Math.max(now, tables.lastReceived()) });
  });
}

/** What makes two statements one: when they were said does not. As long as a hash, so that no id can be the same. */
function keyOf(statement: Statement): Uint8Array {
  const said = ((): readonly unknown[] => {
    switch (statement.type) {
      case 'published':
        return [statement.type, statement.path, statement.sha256];
      case 'checkpoint':
        return [statement.type, statement.log, statement.size, statement.root];
      case 'retired':
        return [statement.type, statement.below];
    }
  })();
  return sha256Bytes(new TextEncoder().encode(JSON.stringify(said)));
}
