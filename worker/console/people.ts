/** Operators by an id that may stand in an address: a name there would be somebody's mail address. */
import { toHex } from '../../core/log/bytes.ts';
import { isOperatorName, mayAct, rolesIn } from '../auth.ts';
import type { Office } from './page.tsx';

export interface Person {
  name: string;
  id: string;
}

/** Who can be given a request: those who may act, and oneself. */
export async function colleagues({ c, desk, operator }: Office): Promise<Person[]> {
  const listed = [...rolesIn(c.env.ACCESS_ROLES ?? '')].filter(([, role]) => mayAct(role, 'operator')).map(([name]) => name);
  const names = [...new Set([...(mayAct(operator.role, 'operator') ? [operator.name] : []), ...listed])];
  return Promise.all(names.map(async (name) => ({ name, id: toHex((await desk.vault.hash('session', `colleague\n${name}`)).subarray(0, 6)) })));
}

/** Somebody who can be given a request. On a laptop nobody is listed, so any name will do there. */
export async function colleagueNamed(office: Office, name: string): Promise<string | undefined> {
  const known = (await colleagues(office)).find((one) => one.name === name.toLowerCase() || one.name === name);
  return known?.name ?? (office.c.env.LOCAL && isOperatorName(name) ? name : undefined);
}
