/**
 * Secrets of the edge: the key that signs the logs, the keys of the rights requests, and the operators' token, of which the edge knows only the hash. Made once,
 * readable by their owner alone, and never printed.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../core/digest.ts';

export interface SecretFiles {
  /** What the edge is given, in the form of `.env` files. */
  vars: string;
  /** The operators' token itself. */
  token: string;
}

/** Those of a laptop. Not in `.dev.vars`, which wrangler also gives to whatever a test serves. */
export function localSecrets(root: string): SecretFiles {
  return { vars: join(root, '.fairnotice', 'local', 'secrets.env'), token: join(root, '.fairnotice', 'operator-token') };
}

/** Those of a deployment, until they are kept elsewhere. */
export function deploymentSecrets(root: string): SecretFiles {
  return { vars: join(root, '.fairnotice', 'deployment', 'secrets.env'), token: join(root, '.fairnotice', 'deployment', 'operator-token') };
}

/** Makes what is not there yet. The token's file is the truth: the hash follows it. */
export function ensureSecrets({ vars, token }: SecretFiles): void {
  const lines = (read(vars) ?? '').split('\n').filter(Boolean);
  const held = read(token)?.trim() || keep(token, randomBytes(32).toString('base64url'));
  const random = (): string => randomBytes(32).toString('base64url');
  const wanted = {
    LOG_KEY: heldIn(lines, 'LOG_KEY') || random(),
    OPERATOR_TOKEN_SHA256: sha256(held),
    REQUESTS_KEY: heldIn(lines, 'REQUESTS_KEY') || `first:${random()}`,
    REQUESTS_PEPPER: heldIn(lines, 'REQUESTS_PEPPER') || random(),
  };
  const others = lines.filter((line) => !Object.keys(wanted).some((name) => line.startsWith(`${name}=`)));
  const text = [...others, ...Object.entries(wanted).map(([name, value]) => `${name}="${value}"`)].join('\n');
  if (text === lines.join('\n')) chmodSync(vars, 0o600);
  else keep(vars, text);
}

export const SECRETS = ['LOG_KEY', 'OPERATOR_TOKEN_SHA256', 'REQUESTS_KEY', 'REQUESTS_PEPPER'] as const;
export type Secret = (typeof SECRETS)[number];

/** Some of the secrets as lines of a file of their own, for whoever lacks them alone: a key that is in use must not be replaced. */
export function secretLines({ vars }: SecretFiles, wanted: readonly Secret[]): string {
  const lines = (read(vars) ?? '').split('\n').filter(Boolean);
  return wanted.map((name) => `${name}="${heldIn(lines, name)}"\n`).join('');
}

/** The token of a file, or nothing where there is none. */
export function readToken(file: string): string | undefined {
  return read(file)?.trim() || undefined;
}

function heldIn(lines: readonly string[], name: string): string {
  return lines.find((line) => line.startsWith(`${name}=`))?.replace(/^[^=]*=["']?|["']$/g, '') ?? '';
}

/** Written whole or not at all: half a key would sign nothing. */
function keep(file: string, text: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return text;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
