/** Readers of the log under random input: no crash, and nothing accepted that would be written otherwise (C15). More runs in tests/long. */
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fuzz, readers } from '../../support/fuzz-log.ts';

describe('readers', async () => {
  const all = await readers();
  test.each(all)(
    'of $name accept their samples, and nothing in two spellings',
    async (reader) => {
      for (const sample of reader.samples) {
        const text = typeof sample === 'string' ? sample : String.fromCharCode(...sample);
        expect(await reader.again(text)).toBe(text);
      }
      await fuzz(reader, 500);
    },
    120_000,
  );
});

test('canonical JSON (RFC 8785) is one text for one value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalize(value) ?? '';
      expect(canonicalize(JSON.parse(text))).toBe(text);
    }),
    { numRuns: 500 },
  );
});
