/** Asks the operators' addresses with their token. */
import { OPERATOR_TOKEN, TEST_SECRETS } from '../../support/secrets.ts';
import { type Asked, ask } from '../client.ts';

export const TOKEN = OPERATOR_TOKEN;
/** What a deployment with that token has set up. */
export const OPEN = { OPERATOR_TOKEN_SHA256: TEST_SECRETS.OPERATOR_TOKEN_SHA256 };
export const ROOT = '/api/v1/operator';

/** @param path Below the operators' root, `/health`. */
export function askAsOperator(path: string, { headers = {}, bindings = {}, ...asked }: Asked = {}): Promise<Response> {
  return ask(ROOT + path, { headers: { authorization: `Bearer ${TOKEN}`, ...headers }, bindings: { ...OPEN, ...bindings }, ...asked });
}

/** Sends JSON. */
export function postAsOperator(path: string, body: unknown): Promise<Response> {
  return askAsOperator(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}
