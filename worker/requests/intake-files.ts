/**
 * Files that a person sends: their kind is what their first bytes say, not what their name or the browser says, and only kinds that
 * run nothing are taken. Their names are made anew. Nobody opens them on this site: they are downloads for the operator.
 */

const MOST_FILES = 5;
const MOST_BYTES_EACH = 5 * 1_048_576;

export interface ReadFile {
  name: string;
  type: string;
  bytes: Uint8Array;
}

export type FileFault = 'many' | 'large' | 'kind';

const KINDS: { type: string; ending: string; is: (bytes: Uint8Array) => boolean }[] = [
  { type: 'application/pdf', ending: 'pdf', is: (bytes) => begins(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d]) },
  { type: 'image/png', ending: 'png', is: (bytes) => begins(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/jpeg', ending: 'jpg', is: (bytes) => begins(bytes, [0xff, 0xd8, 0xff]) },
  { type: 'image/webp', ending: 'webp', is: (bytes) => begins(bytes, [0x52, 0x49, 0x46, 0x46]) && begins(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]) },
  { type: 'text/plain', ending: 'txt', is: isText },
];

/** What an `accept` attribute proposes; the bytes decide. */
export const ACCEPTED = '.pdf,.png,.jpg,.jpeg,.webp,.txt';

/** @param known How many files there are already. */
export async function readFiles(files: readonly File[], known = 0): Promise<{ ok: true; files: ReadFile[] } | { ok: false; fault: FileFault }> {
  if (files.length + known > MOST_FILES) return { ok: false, fault: 'many' };
  const read: ReadFile[] = [];
  for (const file of files) {
    if (file.size > MOST_BYTES_EACH) return { ok: false, fault: 'large' };
    const bytes = new Uint8Array(await file.arrayBuffer());
    const kind = KINDS.find(({ is }) => is(bytes));
    if (!kind) return { ok: false, fault: 'kind' };
    read.push({ name: `document-${known + read.length + 1}.${kind.ending}`, type: kind.type, bytes });
  }
  return { ok: true, files: read };
}

function begins(bytes: Uint8Array, signs: readonly number[]): boolean {
  return signs.every((sign, at) => bytes[at] === sign);
}

/** UTF-8 without control characters but line breaks and tabs, and no markup on top: what a browser might take for a page. */
function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    return text.trim() !== '' && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) && !/^\s*</.test(text);
  } catch {
    return false;
  }
}
