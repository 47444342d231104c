/**
 * Keys of the requests. Each request has an AES-256-GCM key of its own; it is kept wrapped by the deployment's master key, so that
 * forgetting the one erases the request, and the master key can be changed without touching what it protects. Names and tokens
 * that must be found again are kept as keyed hashes.
 */
import { concat, fromBase64, fromUtf8, toBase64, utf8 } from '../../core/log/bytes.ts';

const NONCE_BYTES = 12;
const KEY_BYTES = 32;

export interface Vault {
  /** Name of the master key that wraps new keys. */
  master: string;
  /** A new key for a request, and the same as it is kept. */
  newKey(request: string): Promise<{ key: CryptoKey; wrapped: Uint8Array; master: string }>;
  /** The key of a request; nothing where its master key is not here any more. */
  open(request: string, master: string, wrapped: Uint8Array): Promise<CryptoKey | undefined>;
  /** The same key, wrapped by the main master key; nothing where it cannot be opened. */
  rewrap(request: string, master: string, wrapped: Uint8Array): Promise<Uint8Array | undefined>;
  /** Keyed hash, 32 bytes, by what it is for, so that one never stands for another. */
  hash(
    purpose: 'contact' | 'status' | 'link' | 'code' | 'prefix' | 'suppression' | 'session' | 'form' | 'unsubscribe' | 'token',
    text: string,
  ): Promise<Uint8Array>;
}

interface Master {
  name: string;
  key: CryptoKey;
}

type VaultSecrets = Pick<Cloudflare.Env, 'REQUESTS_KEY' | 'REQUESTS_PEPPER'>;

/** The keys of the deployment; nothing where they are not set up: then no request is taken. */
export async function vaultOf({ REQUESTS_KEY, REQUESTS_PEPPER }: VaultSecrets): Promise<Vault | undefined> {
  const seed = `${REQUESTS_KEY ?? ''}\n${REQUESTS_PEPPER ?? ''}`;
  if (kept?.seed !== seed) kept = { seed, vault: makeVault(REQUESTS_KEY ?? '', REQUESTS_PEPPER ?? '') };
  return kept.vault;
}

let kept: { seed: string; vault: Promise<Vault | undefined> } | undefined;

async function makeVault(keys: string, pepper: string): Promise<Vault | undefined> {
  const masters = await mastersIn(keys);
  const secret = decode(pepper);
  const [main] = masters;
  if (!main || secret?.length !== KEY_BYTES) return undefined;
  const hmac = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const open: Vault['open'] = async (request, master, wrapped) => {
    const raw = await unwrap(masters, request, master, wrapped);
    return raw && importKey(raw);
  };
  return {
    master: main.name,
    async newKey(request) {
      const raw = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
      return { key: await importKey(raw), wrapped: await encrypt(main.key, raw, wrapLabel(request)), master: main.name };
    },
    open,
    async rewrap(request, master, wrapped) {
      const raw = await unwrap(masters, request, master, wrapped);
      return raw && encrypt(main.key, raw, wrapLabel(request));
    },
    hash: async (purpose, text) => new Uint8Array(await crypto.subtle.sign('HMAC', hmac, utf8(`${purpose}\n${text}`))),
  };
}

/** `<name>:<32 bytes in base64url>`, several with spaces between while they are rotated; the first one is the main one. */
async function mastersIn(text: string): Promise<Master[]> {
  const masters: Master[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const [name = '', encoded = ''] = word.split(':', 2);
    const raw = decode(encoded);
    if (/^[a-z0-9-]{1,40}$/.test(name) && raw?.length === KEY_BYTES) masters.push({ name, key: await importKey(raw) });
  }
  return masters;
}

async function unwrap(masters: readonly Master[], request: string, name: string, wrapped: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const master = masters.find((one) => one.name === name);
  return master && decrypt(master.key, wrapped, wrapLabel(request));
}

const wrapLabel = (request: string): string => `key\n${request}`;

/** Encrypts words of a request. `label` says what they are and whose: what is moved elsewhere cannot be opened there. */
export function sealText(key: CryptoKey, text: string, label: string): Promise<Uint8Array<ArrayBuffer>> {
  return encrypt(key, utf8(text), label);
}

/** @throws where the key or the label is another one, or a byte was changed. */
export async function openText(key: CryptoKey, sealed: Uint8Array, label: string): Promise<string> {
  const bytes = await decrypt(key, sealed, label);
  const text = bytes && fromUtf8(bytes);
  if (text === undefined) throw new Error(`what is kept as ${label.split('\n')[0] ?? ''} cannot be opened`);
  return text;
}

/** Nonce, then ciphertext and tag (NIST SP 800-38D); nonces are random, and one key seals far fewer than 2^32 things. */
export async function encrypt(key: CryptoKey, bytes: Uint8Array, label: string): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(label) }, key, bytes);
  return concat(iv, new Uint8Array(sealed)) as Uint8Array<ArrayBuffer>;
}

export async function decrypt(key: CryptoKey, sealed: Uint8Array, label: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const iv = sealed.subarray(0, NONCE_BYTES);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: utf8(label) }, key, sealed.subarray(NONCE_BYTES)));
  } catch {
    return undefined;
  }
}

function importKey(raw: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

function decode(text: string): Uint8Array | undefined {
  return fromBase64(
    text
      .replaceAll('-', '+')
      .replaceAll('_', '/')
      .padEnd(Math.ceil(text.length / 4) * 4, '='),
  );
}

/** 128 random bits for an address or a cookie, base64url. */
export function newSecret(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(16)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
