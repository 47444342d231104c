/**
 * What a receipt costs: the computing of its proof in a log of a million leaves, its size; and what sealing costs beside
 * accepting, both by the shipped ledger on SQLite in this process. CPU time, for the machine may do other things too.
 *
 *     node bench/ledger/receipt.ts [--leaves 1000000] [--records 20000]
 */
import { parseArgs } from 'node:util';
import { formatReceipt } from '../../core/consent/receipt.ts';
import { formatProof } from '../../core/log/proof.ts';
import { inclusionProof } from '../../core/log/tree.ts';
import { draftWith } from '../../tests/support/drafts.ts';
import { memoryLog, testEntry } from '../../tests/support/log-world.ts';
import { testLog } from '../../tests/support/receipts.ts';
import { machineInWords, markdownTable, median, say, writeResult } from '../report.ts';
import { ledgerWorld } from './world.ts';

const { values } = parseArgs({ options: { leaves: { type: 'string', default: '1000000' }, records: { type: 'string', default: '20000' } } });
const [leaves, records] = [Number(values.leaves), Number(values.records)];
const [PROOFS, AT_ONCE] = [2000, 256];
const LIMITS = { proof: 2, bytes: 3000 };

const proof = await proofs();
const bytes = Buffer.byteLength(formatReceipt(await (await testLog()).receipt(leaves, Math.floor(leaves * 0.7))));
const cost = await acceptAndSeal();
writeResult('ledger-receipt', { leaves, records, proof, bytes, cost });
const microseconds = (value: number): string => `${value.toFixed(0)} µs`;
say(
  markdownTable(
    ['what', 'figure'],
    [
      [`proof among ${leaves.toLocaleString('en')} leaves, tiles in memory: CPU`, microseconds(proof.cpu)],
      ['the same by the clock, median', microseconds(proof.median)],
      ['the receipt as a file, without a root', `${bytes} bytes`],
      ['accepting a record, CPU', microseconds(cost.accept)],
      [`sealing it, ${AT_ONCE} at a time, CPU`, microseconds(cost.seal)],
      ['sealing to accepting', (cost.seal / cost.accept).toFixed(2)],
    ],
  ),
);
say(machineInWords());
process.exit(proof.cpu < LIMITS.proof * 1000 && bytes < LIMITS.bytes && cost.seal < cost.accept ? 0 : 1);

/** Microseconds of a proof and its text, leaves all over the log. */
async function proofs(): Promise<{ cpu: number; median: number }> {
  const log = memoryLog(Array.from({ length: leaves }, (_none, index) => testEntry(index)));
  const times: number[] = [];
  const spent = await cpu(async () => {
    for (let round = 0; round < PROOFS; round += 1) {
      // A prime far from any power of two, so that no tile is met in order.
      const index = (round * 611_953) % leaves;
      const begun = performance.now();
      const hashes = await inclusionProof(index, leaves, log.read);
      formatProof({ index, hashes, checkpoint: '' });
      times.push((performance.now() - begun) * 1000);
    }
  });
  return { cpu: spent / PROOFS, median: median(times) };
}

/** Microseconds of CPU a record, each accepted by itself. The first ones warm up and are left out. */
async function acceptAndSeal(): Promise<{ accept: number; seal: number }> {
  const world = ledgerWorld();
  const total = { accept: 0, seal: 0 };
  const rounds = Math.ceil(records / AT_ONCE);
  for (let round = 0; round < rounds; round += 1) {
    const drafts = Array.from({ length: AT_ONCE }, (_none, at) => draftWith({ subject: (round * AT_ONCE + at).toString(16).padStart(64, '0') }));
    const accept = await cpu(async () => {
      for (const draft of drafts) await world.ledger.accept([draft]);
    });
    const seal = await cpu(() => world.ledger.seal());
    if (round < rounds / 4) continue;
    total.accept += accept;
    total.seal += seal;
  }
  const counted = (rounds - Math.ceil(rounds / 4)) * AT_ONCE;
  return { accept: total.accept / counted, seal: total.seal / counted };
}

async function cpu(action: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
