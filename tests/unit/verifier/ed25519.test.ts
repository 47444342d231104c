/** What stands in for a browser's Ed25519 answers as that does. */
import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type VerifyEd25519, verifyEd25519 } from '../../../core/log/web-crypto.ts';

/** The file hands its function over to the element that loaded it. */
const fallback = await new Promise<VerifyEd25519>((resolve) => {
  vi.stubGlobal('document', { currentScript: { fairnotice: resolve } });
  void import('../../../verifier/ed25519.ts');
});

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const key = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));

test('signatures of any message hold, and none holds with a bit turned', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(511), async (message, bit) => {
      const signature = new Uint8Array(sign(null, message, privateKey));
      expect(await fallback(key, message, signature)).toBe(true);
      signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await fallback(key, message, signature)).toBe(false);
      expect(await verifyEd25519(key, message, signature)).toBe(false);
    }),
    { numRuns: 25 },
  );
});

test.each([0, 31, 33])('a key of %i bytes is none', async (length) => {
  expect(await fallback(new Uint8Array(length), new Uint8Array(), new Uint8Array(64))).toBe(false);
});
