/** Our SHA-256 against FIPS 180-4: NIST's examples, and whatever WebCrypto says. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '../../../core/log/bytes.ts';
import { sha256 } from '../../../core/log/sha256.ts';
import { digest } from '../../../core/log/web-crypto.ts';

const bytes = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte);

describe('SHA-256', () => {
  // https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values: examples and additional test data.
  test.each<[string, Uint8Array, string]>([
    ['nothing', utf8(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', utf8('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['56 bytes', utf8('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'), '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
    [
      '112 bytes',
      utf8('abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu'),
      'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
    ],
    ['a byte', fromHex('bd'), '68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b'],
    ['four bytes', fromHex('c98c8e55'), '7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504'],
    ['55 noughts', bytes(0, 55), '02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7'],
    ['56 noughts', bytes(0, 56), 'd4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb'],
    ['57 noughts', bytes(0, 57), '65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785'],
    ['64 noughts', bytes(0, 64), 'f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b'],
    ['1,000 noughts', bytes(0, 1000), '541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53'],
    ['1,000 times A', bytes(0x41, 1000), 'c2e686823489ced2017f6059b8b239318b6364f6dcd835d0a519105a1eadd6e4'],
    ['1,005 times U', bytes(0x55, 1005), 'f4d62ddec0f3dd90ea1380fa16a5ff8dc4c54b21740650f24afc4120903552b0'],
    ['a million times a', bytes(0x61, 1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('of %s is what NIST says', (_what, message, hash) => {
    expect(toHex(sha256(message))).toBe(hash);
  });

  test('is what WebCrypto says, for every length over several blocks', async () => {
    for (let length = 0; length <= 300; length += 1) {
      const message = crypto.getRandomValues(new Uint8Array(length));
      expect(toHex(sha256(message)), toHex(message)).toBe(toHex(await digest(message)));
    }
  });

  test('is what WebCrypto says, of whatever bytes in whatever parts, and leaves them as they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 4 }), async (parts) => {
        const before = concat(...parts);
        expect(toHex(sha256(...parts))).toBe(toHex(await digest(...parts)));
        expect(concat(...parts)).toEqual(before);
      }),
    );
  });
});
