/**
 * Asks an outside witness to cosign the root log's checkpoint (c2sp.org/tlog-witness, `add-checkpoint`). A witness signs only
 * what grew out of what it signed before, so whoever sees its line knows that everybody is shown the same log.
 */

import { fromDecimal } from '../../core/log/bytes.ts';
import { addCheckpointBody, parseCosignatureLines, readCosignature, verifyCosignatures } from '../../core/log/cosignature.ts';
import { parseNote, parseVkey, signatureLine, type Vkey } from '../../core/log/note.ts';
import { readAtMost } from '../body.ts';

export interface Witness {
  /** Its address, without `/add-checkpoint`. */
  url: string;
  vkey: string;
}

/** The published tree, and how it grew from a size. */
export interface Growth {
  note: string;
  size: number;
  from: number;
  hashes: Uint8Array[];
}

export type Witnessed =
  | { ok: true; name: string; note: string; line: string }
  /** `conflict`: the witness has seen another tree of this log. That is evidence of a fork, and for a person to look at. */
  | { ok: false; name: string; reason: 'bad-key' | 'unreachable' | 'refused' | 'conflict' | 'bad-answer' | 'ahead'; status?: number };

const MOST_MILLISECONDS = 10_000;
/** An answer is a few lines; of a longer one nothing is read. */
const MOST_BYTES = 65_536;

/**
 * @param growthFrom the tree and its growth from what the witness is thought to know, or from a size that it says.
 * @returns a line that was verified by the witness's key.
 */
export async function askWitness(
  { url, vkey }: Witness,
  growthFrom: (name: string, size?: number) => Promise<Growth | undefined>,
  ask: typeof fetch = fetch,
): Promise<Witnessed> {
  const key = parseVkey(vkey);
  if (!key.ok) return { ok: false, name: url, reason: 'bad-key' };
  const { name } = key;
  let growth = await growthFrom(name);
  for (let attempt = 0; attempt < 2 && growth; attempt += 1) {
    const response = await post(ask, url, growth);
    if (!response) return { ok: false, name, reason: 'unreachable' };
    const { status, body } = response;
    if (status === 200) {
      const line = await ownLine(growth.note, body, key);
      return line === undefined ? { ok: false, name, reason: 'bad-answer' } : { ok: true, name, note: growth.note, line };
    }
    // It knows another size than we thought, and says which.
    const known = status === 409 ? fromDecimal(body.trim()) : undefined;
    if (known === undefined) return { ok: false, name, reason: status === 422 ? 'conflict' : 'refused', status };
    growth = await growthFrom(name, known);
  }
  return { ok: false, name, reason: 'ahead' };
}

/**
 * The newest line of the witness's own key, where it verifies. Nothing else that a witness sends may stand under the checkpoint:
 * a line in the name of the log that does not verify would have everybody refuse it.
 */
async function ownLine(checkpoint: string, answer: string, key: Vkey): Promise<string | undefined> {
  const note = parseNote(checkpoint);
  const own = parseCosignatureLines(answer)?.filter(({ name, id }) => name === key.name && id === key.id) ?? [];
  const verified = note.ok ? await verifyCosignatures(note.text, own, [key]) : undefined;
  const [newest] = verified?.ok ? verified.cosigned : [];
  const line = newest && own.find(({ signature }) => readCosignature(signature)?.time === newest.time);
  return line && signatureLine(line);
}

/** @returns status and body; nothing where no whole answer came. */
async function post(ask: typeof fetch, url: string, { from, hashes, note }: Growth): Promise<{ status: number; body: string } | undefined> {
  try {
    const body = addCheckpointBody(from, hashes, note);
    const signal = AbortSignal.timeout(MOST_MILLISECONDS);
    const response = await ask(`${url.replace(/\/$/, '')}/add-checkpoint`, { method: 'POST', body, redirect: 'manual', signal });
    return { status: response.status, body: new TextDecoder().decode(await readAtMost(response, MOST_BYTES)) };
  } catch {
    return undefined;
  }
}
