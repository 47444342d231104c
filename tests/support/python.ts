/** Runs tests/support/verify_log.py, where the machine has what it needs. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const works = (command: string, args: string[]): boolean => spawnSync(command, args).status === 0;

/** What is missing for it, if anything: `sys.stdlib_module_names` came with Python 3.10, raw Ed25519 with OpenSSL 1.1.1. */
export const PYTHON = {
  missing: !works('python3', ['-c', 'import sys; sys.stdlib_module_names']) ? 'python3' : !works('openssl', ['version']) ? 'openssl' : undefined,
};

export function verifyLog(...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('python3', [join(import.meta.dirname, 'verify_log.py'), ...args], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}
