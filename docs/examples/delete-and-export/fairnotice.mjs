/** The two things that a backend needs: asking the API, and knowing whether a webhook is genuine. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Asks the API with a token. A refusal is thrown, with what the problem says. */
export function apiOf(url, token) {
  async function ask(method, path, body, key) {
    const response = await fetch(new URL(`api/v1/requests${path}`, url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw Object.assign(new Error(`${answer.title}: ${answer.detail}`), { status: response.status, type: answer.type });
    return answer;
  }
  return {
    read: (path) => ask('GET', path),
    /** The key names what is to be done: sent again, it is done once. */
    post: (path, body, key) => ask('POST', path, body, key),
  };
}

const MOST_SECONDS = 300;

/** Is a message from whoever has the secret, whole, and of now? Standard Webhooks: https://www.standardwebhooks.com. */
export function isGenuine(secret, headers, body, now = Date.now()) {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signatures = '' } = headers;
  if (!/^\d+$/.test(timestamp) || Math.abs(now / 1000 - Number(timestamp)) > MOST_SECONDS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const right = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.split(' ').some((one) => {
    const given = Buffer.from(one.replace(/^v1,/, ''), 'base64');
    return one.startsWith('v1,') && given.length === right.length && timingSafeEqual(given, right);
  });
}
