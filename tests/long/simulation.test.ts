/** C11: simulated lives by the thousand. `SEEDS=n` for another number, `FIRST_SEED=n` to begin elsewhere; a seed that fails is rerun with `SEED=n npm run test:unit -- simulation`. */
import { expect, test } from 'vitest';
import { synchronousCrypto } from '../simulation/crypto.ts';
import { simulate } from '../simulation/simulate.ts';

const { SEEDS = '10000', FIRST_SEED = '1' } = process.env;

test(`${SEEDS} simulated lives from seed ${FIRST_SEED} on`, async () => {
  const restore = synchronousCrypto();
  const faults: string[] = [];
  const first = Number(FIRST_SEED);
  for (let seed = first; seed < first + Number(SEEDS); seed += 1) {
    const { fault } = await simulate(seed);
    if (fault) faults.push(`SEED=${seed} ${fault}`);
  }
  restore();
  expect(faults).toEqual([]);
});
