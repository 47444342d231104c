/**
 * The Trusted Types policy `fairnotice`. It stays in this module, out of the page's reach, and takes only what
 * the gate releases and the banner's own files. Where the page refuses it, the gate stays closed.
 */
import { attempt } from './storage.ts';

export interface Policy {
  createScriptURL(url: string): string;
  createScript(text: string): string;
}

interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

const same = (text: string): string => text;
const plain: Policy = { createScriptURL: same, createScript: same };
const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;

/** Absent where the page refused it. */
export const trust: Policy | undefined = factory ? attempt(() => factory.createPolicy('fairnotice', plain)) : plain;
