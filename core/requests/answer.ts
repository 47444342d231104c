/**
 * The answer to a request as one package: which entries it has and what they are called. Pure. Names of entries are made here and
 * never taken over, for a name that somebody chose may lead out of the folder in which it is unpacked.
 */
import { DEEPEST_JSON, isTooDeep } from '../json-depth.ts';

/** Bytes of data and files together, before they are packed. Of whatever size, a few MiB of them are held at a time. */
export const MOST_ANSWER_BYTES = 32 * 1024 * 1024;
export const MOST_ANSWER_FILES = 200;

/** Bytes in pieces, as they come. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export interface AnswerFile {
  name: string;
  type: string;
  bytes: Pieces;
}

export interface AnswerParts {
  /** JSON. */
  data?: unknown;
  /** Read one after another. */
  files: Iterable<AnswerFile> | AsyncIterable<AnswerFile>;
  passphrase?: string;
}

/** An entry of the package. */
export interface Entry {
  path: string;
  type: string;
  /** How many. */
  bytes: number;
  sha256: string;
  /** What the file was called where it came from. */
  name?: string;
}

/** Endings of the types that are common in answers. Whatever else it is, it is bytes: nothing that a double click would run. */
const ENDINGS: Record<string, string> = {
  'application/gzip': 'gz',
  'application/json': 'json',
  'application/jsonl': 'jsonl',
  'application/pdf': 'pdf',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/xml': 'xml',
  'application/zip': 'zip',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'message/rfc822': 'eml',
  'text/calendar': 'ics',
  'text/csv': 'csv',
  'text/plain': 'txt',
  'text/vcard': 'vcf',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};

const bareType = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase();

/** `files/007.pdf`: digits and an ending from the list above. */
export function entryPath(position: number, type: string): string {
  const kind = bareType(type);
  const ending = Object.hasOwn(ENDINGS, kind) ? ENDINGS[kind] : 'bin';
  return `files/${String(position + 1).padStart(3, '0')}.${ending}`;
}

const MOST_NAME = 120;

/** A file's own name, to be read by people: the last part of a path, without signs that hide, turn round or break a line. */
export function readableName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, MOST_NAME);
}

/** What a file is called in the package, and what it was called. */
export function entryOf(position: number, { name, type }: Pick<AnswerFile, 'name' | 'type'>): Pick<Entry, 'path' | 'type' | 'name'> {
  return { path: entryPath(position, type), type: bareType(type), name: readableName(name) };
}

/** A passphrase as every unpacker reads it: the format does not say in which encoding another one would be (APPNOTE, appendix E). */
const PASSPHRASE = /^[\x20-\x7e]{12,100}$/;

export interface AnswerFault {
  /** JSON pointer. */
  pointer: string;
  detail: string;
}

/** What is wrong with the parts of an answer, as far as it is known before its files are read. */
export function answerFault({ data, passphrase, hasFiles }: Pick<AnswerParts, 'data' | 'passphrase'> & { hasFiles: boolean }): AnswerFault | undefined {
  if (data === undefined && !hasFiles) return { pointer: '', detail: 'data, or one file at least' };
  if (isTooDeep(data)) return { pointer: '/data', detail: `JSON that nests at most ${DEEPEST_JSON} times` };
  if (passphrase !== undefined && !PASSPHRASE.test(passphrase))
    return { pointer: '/passphrase', detail: '12 to 100 letters, digits, spaces and signs of ASCII, which every unpacker reads alike' };
  return undefined;
}
