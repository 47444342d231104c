/** Who may sign, and how a signature is checked: by the browser, or by a file that is fetched where it cannot. */
import { parseVkey, type Vkey } from '../core/log/note.ts';
import { type VerifyEd25519, verifyEd25519 } from '../core/log/web-crypto.ts';

/** The build puts the name and the hash of the file here. */
declare const __ED25519__: { path: string; integrity: string };

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): string };
}

/** Keys of the page; what is none is left out. */
export function keysOf(vkeys: readonly string[]): Vkey[] {
  return vkeys.map(parseVkey).filter((vkey) => vkey.ok);
}

let known: Promise<boolean> | undefined;
let loading: Promise<VerifyEd25519> | undefined;

/** @throws `FallbackMissing` where neither the browser nor the file can check. */
export function ed25519(base: string): VerifyEd25519 {
  return async (publicKey, message, signature) => {
    known ??= hasEd25519();
    if (await known) return verifyEd25519(publicKey, message, signature);
    loading ??= load(base);
    const verify = await loading.catch((cause) => {
      loading = undefined;
      throw new FallbackMissing('the file with Ed25519 did not come', { cause });
    });
    return verify(publicKey, message, signature);
  };
}

export class FallbackMissing extends Error {}

/** Browsers learnt it at different times, some behind a switch: asked, not guessed. */
async function hasEd25519(): Promise<boolean> {
  // Any 32 bytes will do for a key that is only read.
  return crypto.subtle.importKey('raw', new Uint8Array(32), 'Ed25519', false, ['verify']).then(
    () => true,
    () => false,
  );
}

const rules = { createScriptURL: (address: string): string => address };
let policy: typeof rules | undefined;

function load(base: string): Promise<VerifyEd25519> {
  // Once: a second policy of the name would be refused.
  policy ??= (window as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('fairnotice-verify', rules) ?? rules;
  const address = policy.createScriptURL(`${base}pinned/${__ED25519__.path}`);
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    Object.assign(script, { fairnotice: resolve, integrity: __ED25519__.integrity, onerror: reject });
    script.src = address;
    document.head.append(script);
  });
}
