/** What a token saw and did, in the audit of the console: the same list, the same leaves. */
import { auditStatement, type Noted } from '../../console/audit.ts';
import type { Caller } from './caller.ts';

export function noted({ desk, token }: Caller, what: Noted): D1PreparedStatement {
  return auditStatement(desk, { name: token.actor, role: 'operator' }, what);
}

/** Notes a view before it is answered. @throws where it cannot be noted: then nothing is shown. */
export async function noteView(caller: Caller, what: Noted): Promise<void> {
  await noted(caller, what).run();
}
