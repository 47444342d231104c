/** Secrets are made once, readable by their owner alone, and nobody's settings are lost. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { deploymentSecrets, ensureSecrets, localSecrets, readToken, secretLines } from '../../../cli/secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairnotice-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const files = localSecrets(folder);
mkdirSync(dirname(files.vars), { recursive: true });
beforeEach(() => {
  for (const file of [files.vars, files.token]) rmSync(file, { force: true });
});

const text = (file: string): string => readFileSync(file, 'utf8');
const valueIn = (name: string): string => new RegExp(`^${name}="(.*)"$`, 'm').exec(text(files.vars))?.[1] ?? '';

describe('secrets', () => {
  test('are 256 bits each, and the edge knows only the hash of the token', () => {
    ensureSecrets(files);
    expect(Buffer.from(valueIn('LOG_KEY'), 'base64url')).toHaveLength(32);
    const token = readToken(files.token) ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(valueIn('OPERATOR_TOKEN_SHA256')).toBe(createHash('sha256').update(token).digest('hex'));
    expect(text(files.vars)).not.toContain(token);
  });

  test('are readable by their owner alone, also where the file was there before', () => {
    writeFileSync(files.vars, 'OTHER="1"\n', { mode: 0o644 });
    ensureSecrets(files);
    for (const file of [files.vars, files.token]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('stay as they are', () => {
    ensureSecrets(files);
    const before = [text(files.vars), text(files.token)];
    ensureSecrets(files);
    expect([text(files.vars), text(files.token)]).toEqual(before);
  });

  test('leave what else stands in the file, and a key that somebody put there', () => {
    writeFileSync(files.vars, '# mine\nOTHER=1\nLOG_KEY=b2xk bmV3\n');
    ensureSecrets(files);
    expect(text(files.vars)).toMatch(
      /^# mine\nOTHER=1\nLOG_KEY="b2xk bmV3"\nOPERATOR_TOKEN_SHA256="[0-9a-f]{64}"\nREQUESTS_KEY="first:[\w-]{43}"\nREQUESTS_PEPPER="[\w-]{43}"\n$/,
    );
  });

  test('follow a token that is lost or was changed by hand', () => {
    ensureSecrets(files);
    const key = valueIn('LOG_KEY');
    const hash = valueIn('OPERATOR_TOKEN_SHA256');
    rmSync(files.token);
    ensureSecrets(files);
    expect(valueIn('OPERATOR_TOKEN_SHA256')).not.toBe(hash);
    writeFileSync(files.token, 'chosen-by-hand\n');
    ensureSecrets(files);
    expect(valueIn('OPERATOR_TOKEN_SHA256')).toBe(createHash('sha256').update('chosen-by-hand').digest('hex'));
    expect(valueIn('LOG_KEY')).toBe(key);
  });

  test('of a deployment lie apart from those of the laptop, and only what is lacking is sent', () => {
    const theirs = deploymentSecrets(folder);
    mkdirSync(dirname(theirs.vars), { recursive: true });
    ensureSecrets(theirs);
    ensureSecrets(files);
    expect(readToken(theirs.token)).not.toBe(readToken(files.token));
    expect(secretLines(theirs, ['OPERATOR_TOKEN_SHA256'])).toMatch(/^OPERATOR_TOKEN_SHA256="[0-9a-f]{64}"\n$/);
    expect(secretLines(theirs, ['LOG_KEY', 'OPERATOR_TOKEN_SHA256']).split('\n')).toHaveLength(3);
  });
});
