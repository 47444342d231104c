/**
 * SHA-256 by FIPS 180-4, synchronous and without dependencies: each call of WebCrypto is a way to another thread and back,
 * and a proof has twenty hashes. Not for secrets, whose timing may matter. Names are those of the standard.
 */
import { concat } from './bytes.ts';

const BLOCK_BYTES = 64;
const ROUNDS = 64;

/** 4.2.2 and 5.3.3: first 32 bits of the fractions of cube and square roots of the first primes. A double holds 48 bits of them. */
const primes: number[] = [];
for (let n = 2; primes.length < ROUNDS; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
const fractions = (roots: readonly number[]): Int32Array => Int32Array.from(roots, (root) => (root % 1) * 2 ** 32);
const K = fractions(primes.map(Math.cbrt));
const H = fractions(primes.slice(0, 8).map(Math.sqrt));

const rotr = (x: number, n: number): number => (x >>> n) | (x << -n);

/** SHA-256 of bytes that follow one another. 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const message = padded(concat(...parts));
  const hash = H.slice();
  for (let at = 0; at < message.byteLength; at += BLOCK_BYTES) addBlock(hash, message, at);
  const bytes = new DataView(new ArrayBuffer(4 * hash.length));
  hash.forEach((word, at) => {
    bytes.setInt32(4 * at, word);
  });
  return new Uint8Array(bytes.buffer);
}

/** 5.1.1: one bit, noughts, and the length in bits as 64 bits at the end of a block. */
function padded(bytes: Uint8Array): DataView {
  const message = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setBigUint64(message.length - 8, BigInt(bytes.length) * 8n);
  return view;
}

const W = new Int32Array(ROUNDS);

/** 6.2.2. */
function addBlock(hash: Int32Array, message: DataView, at: number): void {
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number];
  for (let t = 0; t < ROUNDS; t += 1) {
    const w = t < 16 ? message.getInt32(at + 4 * t) : scheduled(t);
    W[t] = w;
    const t1 = h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + ((e & f) ^ (~e & g)) + (K[t] as number) + w;
    const t2 = (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    hash[index] = (hash[index] as number) + word;
  });
}

function scheduled(t: number): number {
  const x = W[t - 15] as number;
  const y = W[t - 2] as number;
  return ((rotr(y, 17) ^ rotr(y, 19) ^ (y >>> 10)) + (W[t - 7] as number) + (rotr(x, 7) ^ rotr(x, 18) ^ (x >>> 3)) + (W[t - 16] as number)) | 0;
}
