/**
 * Asks an outside witness to cosign the root log's checkpoint (c2sp.org/tlog-witness, `add-checkpoint`). A witness signs only
 * what grew out of what it signed before, so whoever sees its line knows that everybody is shown the same log.
 */

import { fromDecimal } from '../../core/log/bytes.ts';
import { addCheckpointBody, parseCosignatureLines, verifyCosignatures } from '../../core/log/cosignature.ts';
import { parseNote, parseVkey } from '../../core/log/note.ts';

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
  | { ok: true; name: string; note: string; lines: string }
  /** `conflict`: the witness has seen another tree of this log. That is evidence of a fork, and for a person to look at. */
  | { ok: false; name: string; reason: 'bad-key' | 'unreachable' | 'refused' | 'conflict' | 'bad-answer' | 'ahead'; status?: number };

const MOST_MILLISECONDS = 10_000;

/**
 * @param growthFrom the tree and its growth from what the witness is thought to know, or from a size that it says.
 * @returns lines that were verified by the witness's key.
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
    const body = await response.text();
    if (response.status === 200) {
      const [note, signatures] = [parseNote(growth.note), parseCosignatureLines(body)];
      const verified = note.ok && signatures ? await verifyCosignatures(note.text, signatures, [key]) : undefined;
      return verified?.ok && verified.cosigned.length > 0 ? { ok: true, name, note: growth.note, lines: body } : { ok: false, name, reason: 'bad-answer' };
    }
    // It knows another size than we thought, and says which.
    const known = response.status === 409 ? fromDecimal(body.trim()) : undefined;
    if (known === undefined) return { ok: false, name, reason: response.status === 422 ? 'conflict' : 'refused', status: response.status };
    growth = await growthFrom(name, known);
  }
  return { ok: false, name, reason: 'ahead' };
}

async function post(ask: typeof fetch, url: string, { from, hashes, note }: Growth): Promise<Response | undefined> {
  try {
    const body = addCheckpointBody(from, hashes, note);
    return await ask(`${url.replace(/\/$/, '')}/add-checkpoint`, { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(MOST_MILLISECONDS) });
  } catch {
    return undefined;
  }
}
