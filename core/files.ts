/** A content tree on disk. For Node alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContentReader } from './content.ts';

/** Reads below a folder. Names that begin with a dot are left out. */
export function diskReader(folder: string): ContentReader {
  return {
    read: (path) => unlessMissing(() => readFileSync(join(folder, path), 'utf8')),
    list: (path) =>
      unlessMissing(() =>
        readdirSync(join(folder, path))
          .filter((name) => !name.startsWith('.'))
          .sort(),
      ) ?? [],
  };
}

function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
