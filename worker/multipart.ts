/**
 * `multipart/form-data` (RFC 7578) as it comes: one part after another, never held whole. The platform's `formData()` holds the body
 * and every file of it at once.
 */
import { concat, fromUtf8, utf8 } from '../core/log/bytes.ts';

export interface Part {
  /** Name of the field. */
  name: string;
  /** Of a file; empty where a field for files was left empty. */
  filename: string | undefined;
  type: string;
  /** To be read before the next part is asked for; what is not read is passed over. */
  bytes: AsyncIterable<Uint8Array>;
}

/** What was sent is no such form, or ended before its end. */
export class BrokenForm extends Error {}

const MOST_HEADERS = 8192;
const LINE = utf8('\r\n');

export class Multipart {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #mark: Uint8Array;
  // Before the first mark there is no line.
  #held: Uint8Array = LINE;

  private constructor(source: AsyncIterator<Uint8Array>, boundary: string) {
    this.#source = source;
    this.#mark = utf8(`\r\n--${boundary}`);
  }

  /**
   * @param source What gives the body, where not the request itself.
   * @returns nothing where the request has no such body.
   */
  static of({ headers, body }: Request, source?: AsyncIterator<Uint8Array>): Multipart | undefined {
    const boundary = /^multipart\/form-data\s*;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s";]{1,70}))\s*$/i.exec(headers.get('Content-Type') ?? '');
    if (!body || !boundary) return undefined;
    return new Multipart(source ?? (body as ReadableStream<Uint8Array>)[Symbol.asyncIterator](), boundary[1] ?? boundary[2] ?? '');
  }

  /** @throws {BrokenForm} at the place where it is none. */
  async *parts(): AsyncGenerator<Part, void, undefined> {
    for await (const _before of this.#upTo(this.#mark));
    while (!(await this.#isLast())) {
      const headers = headersIn(await this.#headers());
      const parameters = parametersIn(headers.get('content-disposition') ?? '');
      const name = parameters.get('name');
      if (name === undefined) throw new BrokenForm('a part without a name');
      const bytes = this.#upTo(this.#mark);
      // Without `return`: whoever stops in the middle leaves the rest to be passed over.
      yield {
        name,
        filename: parameters.get('filename'),
        type: headers.get('content-type') ?? '',
        bytes: { [Symbol.asyncIterator]: () => ({ next: () => bytes.next() }) },
      };
      for await (const _left of bytes);
    }
  }

  /** Reads what is left, and keeps nothing of it: a browser that cannot send its form to the end shows no answer to it. */
  async drain(most: number): Promise<void> {
    try {
      for (let left = most; left > 0; ) {
        const { value, done } = await this.#source.next();
        if (done) return;
        left -= value.byteLength;
      }
      await this.#source.return?.();
    } catch {
      // Whoever broke off waits for no answer.
    }
  }

  /** After a mark: two hyphens end the form, a line's end begins a part. */
  async #isLast(): Promise<boolean> {
    while (this.#held.length < 2) await this.#more();
    const end = fromUtf8(this.#held.subarray(0, 2));
    if (end === '--') return true;
    if (end !== '\r\n') throw new BrokenForm('a mark that goes on');
    // The line's end stays, so that headers end with an empty line even where there are none.
    return false;
  }

  async #headers(): Promise<string> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of this.#upTo(utf8('\r\n\r\n'))) {
      length += piece.length;
      if (length > MOST_HEADERS) throw new BrokenForm('headers that are too long');
      pieces.push(piece);
    }
    return fromUtf8(concat(...pieces)) ?? '';
  }

  /** What comes before a mark, as it comes. The mark is taken off too. */
  async *#upTo(mark: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const at = placeOf(mark, this.#held);
      // What could be the beginning of the mark stays.
      const until = at >= 0 ? at : Math.max(0, this.#held.length - mark.length + 1);
      const before = this.#held.subarray(0, until);
      this.#held = this.#held.subarray(at >= 0 ? at + mark.length : until);
      if (before.length > 0) yield before;
      if (at >= 0) return;
      await this.#more();
    }
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#source.next();
    if (done) throw new BrokenForm('it ended before its end');
    this.#held = this.#held.length === 0 ? value : concat(this.#held, value);
  }
}

function placeOf(mark: Uint8Array, bytes: Uint8Array): number {
  const [first = 0] = mark;
  const last = bytes.length - mark.length;
  for (let at = bytes.indexOf(first); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1))
    if (mark.every((byte, place) => bytes[at + place] === byte)) return at;
  return -1;
}

function headersIn(text: string): Map<string, string> {
  return new Map(
    text.split('\r\n').map((line) => {
      const [name = '', ...value] = line.split(':');
      return [name.trim().toLowerCase(), value.join(':').trim()];
    }),
  );
}

/** Browsers escape three signs and no others: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
function parametersIn(disposition: string): Map<string, string> {
  return new Map(
    [...disposition.matchAll(/;\s*([a-z]+)="([^"]*)"/gi)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value.replace(/%(?:22|0D|0A)/gi, (escaped) => decodeURIComponent(escaped)),
    ]),
  );
}
