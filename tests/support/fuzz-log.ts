/** What C15 fuzzes: every reader of bytes or text of the log, with what it has to write back, and samples to begin from. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { formatReceipt, parseReceipt, verifyReceipt } from '../../core/consent/receipt.ts';
import { concat, fromBase64, fromDecimal, fromUtf8, hashFromBase64, toBase64, utf8 } from '../../core/log/bytes.ts';
import { formatState, parseState } from '../../core/log/check-faults.ts';
import { formatCheckpoint, parseCheckpoint } from '../../core/log/checkpoint.ts';
import { cosignatureBytes, parseCosignatureLines, readCosignature } from '../../core/log/cosignature.ts';
import { bundleOf, readBundle, readEntry, statementEntry } from '../../core/log/entry.ts';
import { formatNote, formatVkey, parseNote, parseVkey } from '../../core/log/note.ts';
import { formatProof, parseProof } from '../../core/log/proof.ts';
import { entriesPath, parseTilePath, tilePath } from '../../core/log/tiles.ts';
import { receiptWorld } from './receipt-world.ts';
import { testEntries } from './signed-log.ts';

interface Reader {
  name: string;
  samples: readonly (string | Uint8Array)[];
  /** What the reader accepted, written back; nothing where it refused. */
  again(input: string): Promise<string | undefined> | string | undefined;
  /** For bytes, each is a character of its own. */
  bytes?: boolean;
}

const latin = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
/** Same value, whatever the spaces: receipts and states are JSON files that people may format. */
const sameJson = (input: string, written: string): string => (isDeepStrictEqual(JSON.parse(input), JSON.parse(written)) ? input : written);

export async function readers(): Promise<Reader[]> {
  const { receipt, witnessed, vkey } = await receiptWorld();
  const checkpoint = witnessed.root.proof.slice(witnessed.root.proof.indexOf('\n\n') + 2);
  const text = checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1);
  const statement = statementEntry({ type: 'retired', below: 7, at: '2027-01-01T00:00:00Z' });
  const state = {
    v: 1 as const,
    origin: vkey.name,
    size: 256,
    edge: [new Uint8Array(), new Uint8Array(32)],
    seen: { size: 300, root: new Uint8Array(32) },
    commitments: 256,
    statements: 0,
    faults: [],
    done: true,
  };
  return [
    { name: 'base64', samples: [toBase64(utf8('fairnotice')), toBase64(new Uint8Array(32))], again: (input) => optional(fromBase64(input), toBase64) },
    { name: 'hashes', samples: [toBase64(new Uint8Array(32))], again: (input) => optional(hashFromBase64(input), toBase64) },
    { name: 'numbers', samples: ['0', '256', '9007199254740991'], again: (input) => optional(fromDecimal(input), String) },
    {
      name: 'tile paths',
      samples: ['tile/0/x001/234.p/5', 'tile/entries/000', 'tile/63/x001/x234/067'],
      again: (input) =>
        optional(parseTilePath(input), (name) => (name.kind === 'tile' ? tilePath(name.level, name.n, name.width) : entriesPath(name.n, name.width))),
    },
    { name: 'notes', samples: [checkpoint], again: (input) => accepted(parseNote(input), (note) => formatNote(note.text, note.signatures)) },
    { name: 'checkpoints', samples: [text, `${text}extension\n`], again: (input) => accepted(parseCheckpoint(input), formatCheckpoint) },
    {
      name: 'proofs',
      samples: [receipt.proof, formatProof({ index: 1, hashes: [], checkpoint, extra: utf8('x') })],
      again: (input) => accepted(parseProof(input), formatProof),
    },
    {
      name: 'verifier keys',
      samples: [receipt.vkey],
      again: (input) => {
        const key = parseVkey(input);
        return key.ok ? formatVkey(key.name, key.type, key.key) : undefined;
      },
    },
    {
      name: 'cosignature lines',
      samples: [checkpoint.slice(checkpoint.lastIndexOf('— '))],
      again: (input) => optional(parseCosignatureLines(input), (lines) => formatNote('x\n', lines).slice('x\n\n'.length)),
    },
    {
      name: 'cosignatures',
      bytes: true,
      samples: [cosignatureBytes(1_800_000_000, new Uint8Array(64))],
      again: (input) => optional(readCosignature(bytesOf(input)), ({ time, signature }) => latin(cosignatureBytes(time, signature))),
    },
    {
      name: 'entries',
      bytes: true,
      samples: [statement, ...testEntries(1)],
      again: (input) =>
        accepted(readEntry(bytesOf(input)), (entry) =>
          latin(entry.kind === 'statement' ? statementEntry(entry.statement) : concat(new Uint8Array([1]), entry.commitment)),
        ),
    },
    {
      name: 'bundles',
      bytes: true,
      samples: [bundleOf([statement, ...testEntries(3)])],
      again: (input) => accepted(readBundle(bytesOf(input)), ({ entries }) => latin(bundleOf(entries))),
    },
    { name: 'UTF-8', bytes: true, samples: [utf8('— äö\u{1f333}\ufeff')], again: (input) => optional(fromUtf8(bytesOf(input)), (read) => latin(utf8(read))) },
    {
      name: 'receipts',
      samples: [formatReceipt(receipt), formatReceipt(witnessed)],
      again: (input) => accepted(parseReceipt(input), ({ ok: _, ...read }) => sameJson(input, formatReceipt(read))),
    },
    { name: 'states of a check', samples: [formatState(state)], again: (input) => optional(parseState(input), (read) => sameJson(input, formatState(read))) },
    {
      // Only the very same values hold; whoever changed one of them is found out.
      name: 'receipts that hold',
      samples: [formatReceipt(receipt)],
      again: async (input) => ((await verifyReceipt(input, [vkey])).ok ? sameJson(input, formatReceipt(receipt)) : undefined),
    },
  ];
}

function optional<T>(read: T | undefined, write: (read: T) => string): string | undefined {
  return read === undefined ? undefined : write(read);
}

function accepted<T extends { ok: boolean }>(read: T, write: (read: Extract<T, { ok: true }>) => string): string | undefined {
  return read.ok ? write(read as Extract<T, { ok: true }>) : undefined;
}

/** Anything at all, and samples with some characters put in, taken out, changed, doubled or swapped. */
export function inputs({ samples, bytes }: Reader): fc.Arbitrary<string> {
  const unit = bytes
    ? fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code))
    : fc.oneof(fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }), fc.constantFrom(...'\n\r\t \u0000+/=.,"{}[]0179axAZ—\ud800'));
  const anything = fc.array(unit, { maxLength: 80 }).map((parts) => parts.join(''));
  const edit = fc.record({
    at: fc.nat(),
    length: fc.integer({ min: 0, max: 3 }),
    put: fc.oneof(
      fc.constant(''),
      unit,
      unit.map((part) => part + part),
    ),
  });
  const edited = fc.tuple(fc.constantFrom(...samples), fc.array(edit, { maxLength: 3 })).map(([sample, edits]) =>
    edits.reduce(
      (text, { at, length, put }) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + put + text.slice(start + length);
      },
      typeof sample === 'string' ? sample : latin(sample),
    ),
  );
  return fc.oneof({ weight: 1, arbitrary: anything }, { weight: 4, arbitrary: edited });
}

/** A reader neither throws nor accepts what it would write otherwise. */
export async function fuzz(reader: Reader, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(inputs(reader), async (input) => {
      const again = await reader.again(input);
      if (again !== undefined && again !== input) throw new Error(`${JSON.stringify(input)} would be written ${JSON.stringify(again)}`);
    }),
    { numRuns },
  );
}
