/** Public statements as entries. */
import { sha256Bytes } from '../../core/digest.ts';
import { statementEntry } from '../../core/log/entry.ts';
import type { Statement } from '../../core/log/statements.ts';
import type { Tables } from './tables.ts';

export interface Published {
  /** Where each stands. */
  indexes: number[];
  /** The JSON of each as it stands in the log: with the time at which it was said first. */
  statements: string[];
}

/** Appends what is not there yet. Runs inside a transaction. */
export function publishStatements(tables: Tables, statements: readonly Statement[], now: number): Published {
  const entries = statements.map((statement) => {
    const key = tables.keyed(keyOf(statement));
    const known = tables.find(key);
    const entry = known?.entry ?? statementEntry(statement);
    const index = known?.index ?? tables.append({ key, entry, received: Math.max(now, tables.lastReceived()) });
    return { index, statement: new TextDecoder().decode(entry.subarray(1)) };
  });
  return { indexes: entries.map(({ index }) => index), statements: entries.map(({ statement }) => statement) };
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
