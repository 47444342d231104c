/** `fairnotice verify log` and `fairnotice verify receipt`: what the ledger says, checked from public files alone. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { type CheckedReceipt, verifyReceipt } from '../../core/consent/receipt.ts';
import { wholeSecond } from '../../core/dates.ts';
import { fromUtf8, toBase64 } from '../../core/log/bytes.ts';
import { checkLog } from '../../core/log/check.ts';
import { type CheckState, formatState, type LogReport, parseState } from '../../core/log/check-faults.ts';
import { parseVkey, type Vkey } from '../../core/log/note.ts';
import { CannotRun, print, progress } from '../outcome.ts';
import { logAt, type ReadLog } from '../verify/read-log.ts';
import { logFaultInWords, receiptFaultInWords, visible } from '../verify/words.ts';

interface Options {
  vkey?: string[];
  resume?: string;
  json?: boolean;
}

/** Faults that are written out; the number of the rest is said. With --json all are. */
const SHOWN = 50;
/** Between two writings of the state, for a disk need not follow every bundle. */
const SAVE_MILLISECONDS = 1000;
const KEY_OF_THE_LOG = 'The key came with the log itself, so this does not show whose log it is. Name the key that you know with --vkey.';
const KEY_OF_THE_RECEIPT = 'The key came with the receipt itself, so this does not show who signed it. Name the key that you know with --vkey.';

export function verifyCommand(): Command {
  // Before the commands below it are made: they take it over.
  const command = new Command('verify').exitOverride().description('Check a consent log, or a receipt out of one, from nothing but public files and a key.');
  command
    .command('log')
    .description('Check a whole log: signature, every entry, every tile, the root. Exits with 1 where anything is wrong.')
    .argument('<place>', 'the log’s address, or a folder with its files')
    .option('--vkey <key...>', 'the log’s verifier key, as known from elsewhere; without it the log’s own is taken, and said so')
    .option('--resume <file>', 'file that keeps how far the check came: it goes on from there, and notices a log that was rolled back or forked since')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  fairnotice verify log https://privacy.example.org/log/shop --vkey "$(cat shop.vkey)" --resume shop.state\n')
    .action(verifyLog);
  command
    .command('receipt')
    .description('Check a receipt, without any network. Exits with 1 where it does not hold.')
    .argument('<file>', 'the receipt')
    .option('--vkey <key...>', 'keys that are known from elsewhere: of the log, of another log of the same ledger, of witnesses')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  fairnotice verify receipt receipt.json --vkey "$(cat shop.vkey)"\n')
    .action(verifyReceiptFile);
  return command;
}

async function verifyLog(place: string, options: Options): Promise<void> {
  const read = logAt(place);
  const vkeys = options.vkey ? typedKeys(options.vkey) : await ownKeys(read, place);
  const show = progress();
  const report = await checkLog({
    read,
    vkeys,
    state: options.resume ? readState(options.resume) : undefined,
    progress: (checked, size) => show(checked, size, 'entries'),
    ...(options.resume ? { save: saver(options.resume) } : {}),
  });
  print(options.json, logJson(report, options), logInWords(report, options));
  process.exitCode = report.ok ? 0 : 1;
}

function typedKeys(texts: readonly string[]): Vkey[] {
  const keys: Vkey[] = [];
  for (const text of texts.flatMap((typed) => typed.trim().split(/\s+/))) {
    const key = parseVkey(text);
    if (!key.ok) throw new CannotRun(`--vkey "${text}" is no verifier key. It looks like privacy.example.org/log/shop+1f2e3d4c+AbCd…`);
    keys.push(key);
  }
  return keys;
}

async function ownKeys(read: ReadLog, place: string): Promise<Vkey[]> {
  const text = fromUtf8((await read('vkey')) ?? new Uint8Array());
  const keys = (text ?? '').split(/\s+/).filter(Boolean).map(parseVkey);
  const known = keys.filter((key) => key.ok);
  if (known.length === 0) throw new CannotRun(`${place} says no key of its own at ${place.replace(/\/+$/, '')}/vkey. Name the log’s key: --vkey <key>`);
  return known;
}

function readState(file: string): CheckState | undefined {
  if (!existsSync(file)) return undefined;
  const state = parseState(readFile(file).toString());
  if (!state) throw new CannotRun(`${file} is not what an earlier check of a log left. Name another file, or remove it to begin anew.`);
  return state;
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CannotRun(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Writes the whole file or nothing of it. */
function saver(file: string): (state: CheckState) => void {
  let last = 0;
  return (state) => {
    if (!state.done && Date.now() - last < SAVE_MILLISECONDS) return;
    last = Date.now();
    try {
      writeFileSync(`${file}.new`, formatState(state));
      renameSync(`${file}.new`, file);
    } catch (error) {
      throw new CannotRun(`${file} cannot be written: ${(error as Error).message}`);
    }
  };
}

function logJson({ ok, head, commitments, statements, faults, pruned, uncompared }: LogReport, { vkey }: Options): object {
  const log = head ? { origin: head.origin, size: head.size, root: toBase64(head.root) } : null;
  return { ok, log, keyGiven: vkey !== undefined, from: pruned ?? 0, uncompared: uncompared ?? null, commitments, statements, faults };
}

function logInWords({ ok, head, commitments, statements, faults, pruned, uncompared }: LogReport, { vkey }: Options): string {
  if (ok && head) {
    const lines = [
      `${head.origin}: all ${head.size} entries are as signed (${commitments} records, ${statements} public statements).`,
      `Every entry, every tile and the root were checked: ${toBase64(head.root)}`,
      ...(pruned ? [`The log gives up its entries below ${pruned}: of them only the hashes were checked.`] : []),
      ...(uncompared ? [`It could not be compared with the ${uncompared} entries of the last check: the log has given too much of them up.`] : []),
      ...(vkey ? [] : [KEY_OF_THE_LOG]),
    ];
    return lines.map(visible).join('\n');
  }
  const rest = faults.length - SHOWN;
  const lines = [...faults.slice(0, SHOWN).map(logFaultInWords), ...(rest > 0 ? [`… and ${rest} more.`] : [])];
  return `${head ? `${visible(head.origin)}, ${head.size} entries` : 'The log'}: ${faults.length === 1 ? 'one fault' : `${faults.length} faults`}.\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

async function verifyReceiptFile(file: string, options: Options): Promise<void> {
  const given = options.vkey ? typedKeys(options.vkey) : [];
  const bytes = readFile(file);
  // What is no UTF-8 is no receipt either.
  const checked = await verifyReceipt(fromUtf8(bytes) ?? '', given);
  const strange = checked.ok && given.some(({ type }) => type === 1) && !checked.trusted;
  const ok = checked.ok && !strange;
  print(options.json, receiptJson(checked, ok), receiptInWords(checked, given.length > 0, strange));
  process.exitCode = ok ? 0 : 1;
}

function receiptJson(checked: CheckedReceipt, ok: boolean): object {
  if (!checked.ok) return { ok, reason: checked.reason, in: checked.log, detail: receiptFaultInWords(checked) };
  const { origin, size, root } = checked.checkpoint;
  const witnesses = checked.root?.cosigned.map(({ vkey, time }) => ({ name: vkey.name, time })) ?? [];
  const found = { log: origin, index: checked.index, size, root: toBase64(root), keyTrusted: checked.trusted, witnesses, record: JSON.parse(checked.record) };
  return ok ? { ok, ...found } : { ok, reason: 'other-key', ...found };
}

function receiptInWords(checked: CheckedReceipt, keyGiven: boolean, strange: boolean): string {
  if (!checked.ok) return `The receipt does not hold. ${receiptFaultInWords(checked)}`;
  if (strange) return `The receipt does not hold. It is signed by ${visible(checked.key.name)}, with another key than the one that was given.`;
  const { origin, size } = checked.checkpoint;
  const record = Object.entries(JSON.parse(checked.record) as Record<string, unknown>).map(
    ([name, value]) => `  ${name.padEnd(10)}${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const witnesses = checked.root?.cosigned.map(({ vkey, time }) => `Witnessed by ${vkey.name} at ${wholeSecond(new Date(time * 1000).toISOString())}.`) ?? [];
  const lines = [`The receipt holds: this record is entry ${checked.index} of ${size} in ${origin}.`, ...record, ...witnesses];
  // It may be a receipt of anybody's making, whose key came with it.
  return [...lines, ...(keyGiven && checked.trusted ? [] : [KEY_OF_THE_RECEIPT])].map(visible).join('\n');
}
