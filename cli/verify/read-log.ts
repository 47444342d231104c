/** Brings the files of a log, from an address or from a folder that mirrors it. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun } from '../outcome.ts';

export type ReadLog = (path: string) => Promise<Uint8Array | undefined>;

/** A bundle of 256 entries of the greatest length is the largest file that a log has. */
const MAX_BYTES = 256 * 65_537;
const ATTEMPTS = 4;
const TIMEOUT_MILLISECONDS = 60_000;

/** @throws {CannotRun} where the place is neither an address nor a folder. */
export function logAt(place: string): ReadLog {
  if (/^https?:\/\//i.test(place)) return atAddress(URL.canParse(place) ? place.replace(/\/+$/, '') : refuse(`${place} is no address.`));
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory())
    refuse(`${place} is neither an address nor a folder. Name the log’s address, such as https://privacy.example.org/log/shop, or a folder with its files.`);
  return async (path) => {
    try {
      return new Uint8Array(readFileSync(join(place, ...path.split('/'))));
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
      throw new CannotRun(`${join(place, path)} cannot be read: ${(error as Error).message}`);
    }
  };
}

function refuse(message: string): never {
  throw new CannotRun(message);
}

/** What is not there is a fault of the log; what cannot be fetched, after some attempts, is none: then the check stops. */
function atAddress(base: string): ReadLog {
  return async (path) => {
    const address = `${base}/${path}`;
    let why = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 250 * 4 ** (attempt - 1)));
      try {
        const answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
        if (answer.ok) return await bodyOf(answer, address);
        await answer.body?.cancel();
        if (answer.status === 404 || answer.status === 410) return undefined;
        why = `the answer was ${answer.status}`;
        if (answer.status < 500 && answer.status !== 429) break;
      } catch (error) {
        if (error instanceof CannotRun) throw error;
        why = error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
      }
    }
    throw new CannotRun(`${address} cannot be fetched: ${why}.`);
  };
}

async function bodyOf(answer: Response, address: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    if (length > MAX_BYTES) refuse(`${address} is larger than any file of a log.`);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
