/** Addresses of webhooks: names of the public net by https, and nothing that only the edge can reach (SSRF). */
import { expect, test } from 'vitest';
import { faultOfWebhookAddress } from '../../../core/requests/webhook-address.ts';

const own = ['privacy.example.org'];

test.each(['https://backend.example.org/', 'https://backend.example.org/a/b?c=d', 'https://xn--bcher-kva.example.org/', 'https://a-b.c.example/'])(
  '%s may be asked',
  (address) => {
    expect(faultOfWebhookAddress(address, { own })).toBeUndefined();
  },
);

test.each([
  'http://backend.example.org/',
  'ftp://backend.example.org/',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'backend.example.org',
  '',
  'https://127.0.0.1/',
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://0.0.0.0/',
  'https://8.8.8.8/',
  // The same number in other spellings.
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://①②⑦.⓪.⓪.①/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[fd00::1]/',
  'https://[2001:db8::1]/',
  'https://localhost/',
  'https://LOCALHOST/',
  'https://localhost./',
  'https://backend/',
  'https://printer.local/',
  'https://a.internal/',
  'https://metadata.google.internal/',
  'https://router.home.arpa/',
  'https://a.onion/',
  'https://user:password@backend.example.org/',
  'https://user@backend.example.org/',
  'https://backend.example.org:8443/',
  'https://backend.example.org/#part',
  'https://privacy.example.org/api/v1/operator/consents/erase',
])('%s may not', (address) => {
  expect(faultOfWebhookAddress(address, { own })).toMatch(/^(an address|the name|a host)/);
});

test.each(['http://127.0.0.1:9000/hooks', 'http://localhost:9000/', 'http://[::1]:9000/'])(
  'on a laptop %s may be asked, and no other private one',
  (address) => {
    expect(faultOfWebhookAddress(address, { own, local: true })).toBeUndefined();
    expect(faultOfWebhookAddress(address, { own })).toBeDefined();
    expect(faultOfWebhookAddress('http://10.0.0.1/', { own, local: true })).toBeDefined();
  },
);
