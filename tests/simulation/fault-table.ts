/**
 * The table of docs/ledger-faults.md. `node tests/simulation/fault-table.ts` runs every case and writes it; it ends with 1
 * where one does not hold.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synchronousCrypto } from './crypto.ts';
import { FAULTS, RETRIES, SENDING, type TracedCall, traceCalls, tryCase } from './faults.ts';

export const TABLE = join(import.meta.dirname, '../../docs/ledger-faults.md');
export const HOLDS = 'holds';

const HEAD = `# What happens when a call of the ledger fails

Made by \`node tests/simulation/fault-table.ts\`: do not edit it by hand.

A life of a ledger is played: a statement, a record and its receipt, 300 records more, sealing, an erasure, receipts, the move to
the archive, retention. Each call that it makes of storage, alarm and archive, and each answer that it gives, is a row. For each,
the life is played again with one fault at that call, and whoever got no answer asks again; whoever sent records does so once with
the same content, and in another life first with other content under the same ids. After each step and at the end the whole log is verified, and these must hold: what was
acknowledged is there, once, as it was acknowledged; no leaf is there twice; what was erased is gone; no checkpoint that was out
is contradicted; the ledger comes to rest by itself and is not frozen.

- **fails**: the call does nothing and reports an error.
- **took effect**: the call does its work and reports an error. Storage that cannot say whether it wrote ends the object.
- **hangs**: no answer comes, the object is killed, and what was on its way to the archive arrives after its next life has ended its work.
- **killed before**, **killed after**: the object dies before or after the call has taken effect.

A cell says *holds* where all of that holds.
`;

/** A row for each call, as cells. */
export function rowOf(call: TracedCall, number: number): string {
  return `| ${number} | ${call.step} | ${call.what} | ${call.detail === '' ? '' : `\`${call.detail}\``} |`;
}

async function cellOf({ step }: TracedCall, call: number, fault: (typeof FAULTS)[number]): Promise<string> {
  const found: string[] = [];
  // Where no record is sent there is nothing with other content to send again: both retries are one.
  for (const retry of SENDING.includes(step) ? RETRIES : (['same'] as const)) {
    const wrong = await tryCase({ call, fault, retry });
    if (wrong) found.push(`${retry} content: ${wrong}`);
  }
  return found.length === 0 ? HOLDS : `**${found.join('; ')}**`;
}

async function lineOf(call: TracedCall, number: number): Promise<string> {
  const cells: string[] = [];
  for (const fault of FAULTS) cells.push(await cellOf(call, number, fault));
  return `${rowOf(call, number)} ${cells.join(' | ')} |`;
}

function textOf(calls: readonly TracedCall[], lines: readonly string[]): string {
  const sending = calls.filter(({ step }) => SENDING.includes(step)).length;
  const cases = (calls.length + sending) * FAULTS.length;
  const count = `\n${calls.length} calls, ${FAULTS.length} faults, for the ${sending} calls of sent records two kinds of retry: ${cases} lives.\n\n`;
  const header =
    '| # | Step | Call | Of | Fails | Took effect | Hangs | Killed before | Killed after |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n';
  return `${HEAD}${count}${header}${lines.join('\n')}\n`;
}

/** @returns whether all holds. */
export async function writeTable(path = TABLE): Promise<boolean> {
  const calls = await traceCalls();
  const lines: string[] = [];
  for (const [number, call] of calls.entries()) lines.push(await lineOf(call, number));
  writeFileSync(path, textOf(calls, lines));
  return lines.every((line) => !line.includes('**'));
}

if (import.meta.main) {
  synchronousCrypto();
  process.exitCode = (await writeTable()) ? 0 : 1;
}
