/**
 * The answer package as bytes: its data as JSON, files under new names, all of it as a page, and a manifest with the SHA-256 of each.
 * One ZIP, encrypted by AES-256 in WinZip's form (AE-2) where a passphrase is wished. It is made as it is read: nothing is held whole.
 */
import { configure, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { Sha256 } from '../../core/digest.ts';
import { utf8 } from '../../core/log/bytes.ts';
import { type AnswerParts, type Entry, entryOf, MOST_ANSWER_BYTES, MOST_ANSWER_FILES, type Pieces } from '../../core/requests/answer.ts';
import { type AnswerPage, answerHtml } from './answer-page.tsx';

/**
 * The library lets as many packages be made at a time as the machine has processors, and a Worker says that it has one. Whatever is
 * more waits for those before, which belong to other requests: the platform gives such a request up as hung.
 */
configure({ maxWorkers: 10_000 });

/** What an answer says of itself. */
export type About = Omit<AnswerPage, 'data' | 'files'> & { now: Date };

/** So many bytes go to the compressor at a time. A body comes in pieces of a few KiB, and each wait is a turn of the clock. */
const MOST_AHEAD = 262_144;

/** The stream fails with a `RangeError` as soon as the parts are more than a package may have, and with whatever fails them. */
export function packAnswer(about: About, parts: AnswerParts): ReadableStream<Uint8Array> {
  let pipe: TransformStreamDefaultController<Uint8Array> | undefined;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      pipe = controller;
    },
  });
  const writer = writable.getWriter();
  const pace = { taken: Promise.resolve(), failure: undefined as unknown };
  const sink = new WritableStream<Uint8Array>({
    write(part) {
      // The library may use its buffer again.
      pace.taken = writer.write(part.slice());
      return pace.taken;
    },
    close: () => writer.close(),
  });
  // What failed a part comes out of the platform's streams as another error.
  zip(sink, about, parts, pace).catch((error: unknown) => pipe?.error(pace.failure ?? error));
  return readable;
}

interface Pace {
  /** Resolves when whoever reads the package has taken what was made of it. */
  taken: Promise<void>;
  /** What failed the parts. */
  failure: unknown;
}

async function zip(sink: WritableStream<Uint8Array>, about: About, { data, files, passphrase }: AnswerParts, pace: Pace): Promise<void> {
  // A Worker has no threads; the platform's own compressor is there. No package is so large that it needs ZIP64.
  const writer = new ZipWriter(sink, {
    useWebWorkers: false,
    zip64: false,
    lastModDate: about.now,
    ...(passphrase === undefined ? {} : { password: passphrase, encryptionStrength: 3 }),
  });
  const entries: Entry[] = [];
  const add = async (entry: Pick<Entry, 'path' | 'type' | 'name'>, pieces: Pieces): Promise<void> => {
    const hash = new Sha256();
    let bytes = 0;
    let ahead = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for await (const piece of pieces) {
          bytes += piece.length;
          hash.add(piece);
          yield piece;
          ahead += piece.length;
          if (ahead < MOST_AHEAD) continue;
          // The platform's compressor takes and holds whatever it is given: nothing more, then, until what came out of it is taken.
          await new Promise((resolve) => setTimeout(resolve));
          await pace.taken;
          ahead = 0;
        }
      } catch (error) {
        pace.failure ??= error;
        throw error;
      }
    };
    await writer.add(entry.path, streamOf(counted()));
    entries.push({ ...entry, bytes, sha256: hash.hex() });
  };
  const within = limited();
  if (data !== undefined) await add({ path: 'answer.json', type: 'application/json' }, within([utf8(`${JSON.stringify(data, null, 2)}\n`)]));
  const given: Entry[] = [];
  for await (const file of files) {
    if (given.length === MOST_ANSWER_FILES) throw new RangeError(`at most ${MOST_ANSWER_FILES} files; send several packages`);
    await add(entryOf(given.length, file), within(file.bytes));
    given.push(...entries.slice(-1));
  }
  const page = answerHtml({ ...about, ...(data === undefined ? {} : { data }), files: given });
  await add({ path: 'answer.html', type: 'text/html' }, [utf8(page)]);
  await add({ path: 'manifest.json', type: 'application/json' }, [utf8(manifestOf(about, entries))]);
  await writer.close();
}

/** The next piece is asked for when the one before was taken. */
function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Lets pieces pass until all of them together are too much. */
function limited(): (pieces: Pieces) => AsyncGenerator<Uint8Array> {
  let left = MOST_ANSWER_BYTES;
  return async function* (pieces) {
    for await (const piece of pieces) {
      left -= piece.length;
      if (left < 0) throw new RangeError(`at most ${MOST_ANSWER_BYTES / 1024 / 1024} MB with the data; send several packages`);
      yield piece;
    }
  };
}

function manifestOf({ organisation, reference, now }: About, entries: readonly Entry[]): string {
  const manifest = {
    type: 'fairnotice-answer',
    v: 1,
    organisation,
    request: reference,
    made: now.toISOString(),
    entries: entries.map(({ path, type, bytes, sha256, name }) => ({ path, type, bytes, sha256, ...(name ? { formerName: name } : {}) })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
