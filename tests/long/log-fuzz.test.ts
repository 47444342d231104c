/** The readers of the log under much random input (C15). `FUZZ_RUNS` says how much for each. */
import { describe, test } from 'vitest';
import { fuzz, readers } from '../support/fuzz-log.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 200_000);

describe('readers', async () => {
  test.each(await readers())('of $name', (reader) => fuzz(reader, RUNS));
});
