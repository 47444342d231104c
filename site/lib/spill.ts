/**
 * Bytes that a build needs again later, laid aside in one file: a big history would fill the memory
 * otherwise. The file has no name once it is open, so nothing of it is left behind.
 */
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Where bytes lie in a spill. */
export interface Slot {
  offset: number;
  length: number;
}

export class Spill {
  private readonly file: number;
  private end = 0;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `spill-${process.pid}`);
    this.file = openSync(path, 'w+');
    // Systems that keep open files by name refuse this; the file is overwritten by the next build then.
    rmSync(path, { force: true });
    process.once('exit', () => closeSync(this.file));
  }

  put(text: string): Slot {
    const bytes = Buffer.from(text);
    const slot = { offset: this.end, length: bytes.length };
    writeSync(this.file, bytes, 0, bytes.length, this.end);
    this.end += bytes.length;
    return slot;
  }

  get({ offset, length }: Slot): Buffer<ArrayBuffer> {
    const bytes = Buffer.allocUnsafe(length);
    readSync(this.file, bytes, 0, length, offset);
    return bytes;
  }
}
