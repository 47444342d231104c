/** From a file's bytes to its text. */
import { ImportError } from './import-error.ts';

/**
 * Reads UTF-8, UTF-16 with its mark, and what is neither as Windows-1252, which old HTML pages are in.
 *
 * @param place How the file is called in the message when it is no text.
 */
export function decodeText(bytes: Uint8Array, place: string): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0))
    throw new ImportError('not-text', `${place} is no text file. Text, HTML, Markdown and MDX can be imported; save a document of a word processor as HTML.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
