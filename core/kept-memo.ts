/**
 * A memo that outlives the process: what a pure function gave for a key, in one file that is thrown away
 * whenever the tool changes. Losing it costs time and nothing else. With `files.ts` the only module of
 * `core/` that touches a disk.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Memo } from './content.ts';
import { fingerprint, sha256 } from './digest.ts';

export interface KeptMemo {
  memo: Memo;
  /** Writes what this build asked for; what it did not ask for is forgotten. */
  save(): void;
}

/** @param name Whose memo it is, without a dot: each has a file of its own. */
export function keptMemo(folder: string, name: string, tool: string): KeptMemo {
  const file = join(folder, `${name}.${tool}.json`);
  const before = read(file);
  const asked = new Map<string, unknown>();
  let fresh = 0;
  return {
    memo<T>(key: string, make: () => T): T {
      if (asked.has(key)) return asked.get(key) as T;
      let value = before.get(key);
      if (value === undefined) {
        value = make();
        fresh += 1;
      }
      asked.set(key, value);
      return value as T;
    },
    save() {
      if (fresh === 0 && asked.size === before.size) return;
      mkdirSync(folder, { recursive: true });
      for (const entry of readdirSync(folder)) if (entry.startsWith(`${name}.`) && !file.endsWith(entry)) rmSync(join(folder, entry));
      writeFileSync(`${file}.new`, JSON.stringify([...asked]));
      renameSync(`${file}.new`, file);
    },
  };
}

function read(file: string): Map<string, unknown> {
  try {
    return new Map(JSON.parse(readFileSync(file, 'utf8')) as [string, unknown][]);
  } catch {
    // Absent or cut off: everything is made anew.
    return new Map();
  }
}

/** A key over the sources of `core/` and the versions of what they use: another tool may give other words. */
export function toolFingerprint(root: string): string {
  const sources = readdirSync(join(root, 'core'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => sha256(readFileSync(path, 'utf8')));
  return fingerprint([...sources, sha256(readFileSync(join(root, 'package-lock.json'), 'utf8'))]);
}
