/** Outside witnesses: their cosignatures under a checkpoint (c2sp.org/tlog-cosignature, v1) and what is sent to one (c2sp.org/tlog-witness). */
import { concat, toBase64, utf8 } from './bytes.ts';
import { COSIGNATURE, type NoteSignature, parseSignatureLine, type Vkey } from './note.ts';
import { type VerifyEd25519, verifyEd25519 } from './web-crypto.ts';

const TIME_BYTES = 8;

export interface Cosigned {
  vkey: Vkey;
  /** When the witness signed, seconds since 1970. */
  time: number;
}

/** What a witness signs: a time, and the checkpoint's text (origin, size and root, without signatures). */
export function cosignedText(time: number, checkpoint: string): string {
  return `cosignature/v1\ntime ${time}\n${checkpoint}`;
}

/** The signature field of a cosignature: the time as 64 bits, big-endian, and 64 bytes of Ed25519. */
export function cosignatureBytes(time: number, signature: Uint8Array): Uint8Array {
  const head = new Uint8Array(TIME_BYTES);
  new DataView(head.buffer).setBigUint64(0, BigInt(time));
  return concat(head, signature);
}

/** Splits a signature field. @returns nothing where it has another length, or a time that no number holds. */
export function readCosignature(field: Uint8Array): { time: number; signature: Uint8Array } | undefined {
  if (field.length !== TIME_BYTES + 64) return undefined;
  const time = Number(new DataView(field.buffer, field.byteOffset, TIME_BYTES).getBigUint64(0));
  return Number.isSafeInteger(time) ? { time, signature: field.subarray(TIME_BYTES) } : undefined;
}

/**
 * Which of these witnesses vouch for a checkpoint?
 *
 * @param checkpoint the signed text, of `parseNote`.
 * @returns one for each witness, with its latest time. `ok: false` where a known witness's line does not verify.
 */
export async function verifyCosignatures(
  checkpoint: string,
  signatures: readonly NoteSignature[],
  witnesses: readonly Vkey[],
  verify: VerifyEd25519 = verifyEd25519,
): Promise<{ ok: true; cosigned: Cosigned[] } | { ok: false; reason: 'cosignature-bad'; name: string }> {
  const latest = new Map<Vkey, number>();
  for (const { name, id, signature } of signatures) {
    const vkey = witnesses.find((witness) => witness.type === COSIGNATURE && witness.name === name && witness.id === id);
    if (!vkey) continue;
    const read = readCosignature(signature);
    if (!read || !(await verify(vkey.key, utf8(cosignedText(read.time, checkpoint)), read.signature))) return { ok: false, reason: 'cosignature-bad', name };
    latest.set(vkey, Math.max(read.time, latest.get(vkey) ?? 0));
  }
  return { ok: true, cosigned: Array.from(latest, ([vkey, time]) => ({ vkey, time })) };
}

/** What `POST <witness>/add-checkpoint` takes: the size it knows, the proof from there, the signed checkpoint. */
export function addCheckpointBody(old: number, proof: readonly Uint8Array[], checkpoint: string): string {
  return [`old ${old}`, ...proof.map(toBase64), '', checkpoint].join('\n');
}

/** The lines with which a witness answers. @returns nothing where one is no signature line. */
export function parseCosignatureLines(body: string): NoteSignature[] | undefined {
  if (body.length > 65_536 || !body.endsWith('\n')) return undefined;
  const lines = body.slice(0, -1).split('\n');
  const signatures = lines.flatMap((line) => parseSignatureLine(line) ?? []);
  return signatures.length === lines.length ? signatures : undefined;
}
