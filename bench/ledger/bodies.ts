/** What is sent to each of the systems: one decision about two categories, each by somebody who was never there before. */
import { randomBytes } from 'node:crypto';
import type { Asked } from './load.ts';

/** A UUIDv7 (RFC 9562, 5.7). */
export function newId(now = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  const random = randomBytes(10).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${'89ab'[Number.parseInt(random.slice(3, 4), 16) & 3]}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

export function ours(site: string, origin: string, notice: string): Asked & { list(length: number): string } {
  const record = () => ({
    id: newId(),
    site,
    notice,
    subject: randomBytes(32).toString('hex'),
    decided: new Date().toISOString(),
    action: 'save',
    surface: 'dialog',
    choices: { analytics: true, marketing: false },
    gpc: false,
  });
  return {
    path: '/api/v1/consents',
    headers: { origin, 'content-type': 'text/plain;charset=UTF-8' },
    body: () => JSON.stringify(record()),
    list: (length) => JSON.stringify(Array.from({ length }, record)),
  };
}

export const c15t: Asked = {
  path: '/api/c15t/subjects',
  headers: { origin: 'https://example.com', 'content-type': 'application/json', 'accept-language': 'en-GB' },
  body: () =>
    JSON.stringify({
      type: 'cookie_banner',
      subjectId: `sub_${base58(20)}`,
      domain: 'example.com',
      preferences: { necessary: true, measurement: true, marketing: false },
      givenAt: Date.now(),
      uiSource: 'banner',
      consentAction: 'custom',
    }),
};

export const bare: Asked = {
  path: '/',
  headers: { 'content-type': 'application/json' },
  body: () => JSON.stringify({ id: newId(), subject: randomBytes(32).toString('hex'), choices: { analytics: true, marketing: false } }),
};

function base58(length: number): string {
  const digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  return Array.from(randomBytes(length), (byte) => digits[byte % 58]).join('');
}
