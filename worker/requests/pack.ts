/**
 * The answer package as bytes: its data as JSON and as a page, files under new names, and a manifest with the SHA-256 of each. One
 * ZIP, encrypted by AES-256 in WinZip's form (AE-2) where a passphrase is wished. Pure.
 */
import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-writer.js';
import { sha256Bytes } from '../../core/digest.ts';
import { concat, toHex, utf8 } from '../../core/log/bytes.ts';
import { type AnswerParts, type Entry, fileEntries } from '../../core/requests/answer.ts';
import { type AnswerPage, answerHtml } from './answer-page.tsx';

/** What an answer says of itself. */
export type About = Omit<AnswerPage, 'data' | 'files'> & { now: Date };

export function packAnswer(about: About, parts: AnswerParts): Promise<Uint8Array> {
  return zip(entriesOf(about, parts), about.now, parts.passphrase);
}

function entriesOf(about: About, { data, files: given }: AnswerParts): Entry[] {
  const files = fileEntries(given).map((entry) => ({ ...entry, sha256: hashOf(entry) }));
  const page = answerHtml({ ...about, ...(data === undefined ? {} : { data }), files });
  const entries: Entry[] = [
    { path: 'answer.html', type: 'text/html', bytes: utf8(page) },
    ...(data === undefined ? [] : [{ path: 'answer.json', type: 'application/json', bytes: utf8(`${JSON.stringify(data, null, 2)}\n`) }]),
    ...files,
  ];
  return [{ path: 'manifest.json', type: 'application/json', bytes: utf8(manifestOf(about, entries)) }, ...entries];
}

function manifestOf({ organisation, reference, now }: About, entries: readonly Entry[]): string {
  const manifest = {
    type: 'fairnotice-answer',
    v: 1,
    organisation,
    request: reference,
    made: now.toISOString(),
    entries: entries.map((entry) => ({
      path: entry.path,
      type: entry.type,
      bytes: entry.bytes.length,
      sha256: hashOf(entry),
      ...(entry.name ? { formerName: entry.name } : {}),
    })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const hashOf = ({ bytes }: Pick<Entry, 'bytes'>): string => toHex(sha256Bytes(bytes));

async function zip(entries: readonly Entry[], now: Date, passphrase: string | undefined): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const sink = new WritableStream<Uint8Array>({
    write(part) {
      // The library may use its buffer again.
      parts.push(part.slice());
    },
  });
  // A Worker has no threads; the platform's own compressor is there.
  const writer = new ZipWriter(sink, {
    useWebWorkers: false,
    lastModDate: now,
    ...(passphrase === undefined ? {} : { password: passphrase, encryptionStrength: 3 }),
  });
  for (const { path, bytes } of entries) await writer.add(path, new Blob([bytes as Uint8Array<ArrayBuffer>]).stream());
  await writer.close();
  return concat(...parts);
}
