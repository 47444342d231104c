/** Ed25519 for browsers whose WebCrypto has none. Handed to the script that loaded this file, by a function on the element. */
import { verifyAsync } from '@noble/ed25519';
import type { VerifyEd25519 } from '../core/log/web-crypto.ts';

/** RFC 8032 as WebCrypto reads it: without the laxer rules of ZIP 215. What is no key or no signature is not valid. */
const verify: VerifyEd25519 = async (publicKey, message, signature) =>
  publicKey.length === 32 && signature.length === 64 && (await verifyAsync(signature, message, publicKey, { zip215: false }).catch(() => false));

(document.currentScript as { fairnotice?: (verify: VerifyEd25519) => void } | null)?.fairnotice?.(verify);
