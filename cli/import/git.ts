/** Runs git, reading only: no hook, no config of the repository's owner, no lazy fetch decides what happens. */
import { execFile, spawn } from 'node:child_process';
import { ImportError } from './import-error.ts';

const ENVIRONMENT = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C.UTF-8' };
const SETTINGS = ['-c', 'core.quotePath=false', '-c', 'log.showSignature=false', '-c', 'diff.renameLimit=20000', '-c', 'safe.directory=*'];

export class Git {
  private readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Standard output of a command. */
  run(args: string[], input?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = execFile(
        'git',
        this.args(args),
        { env: { ...process.env, ...ENVIRONMENT }, maxBuffer: 2 ** 30, encoding: 'utf8' },
        (error, stdout, stderr) => {
          if (!error) return resolve(stdout);
          if (error.code === 'ENOENT')
            return reject(new ImportError('no-git', 'git is not installed, and a history is read with it. Install git and try again.'));
          reject(new ImportError('git-failed', `git ${args[0]} in ${this.directory} failed: ${stderr.trim() || error.message}`));
        },
      );
      child.stdin?.on('error', () => {});
      child.stdin?.end(input ?? '');
    });
  }

  /** Standard output, or nothing where the command fails. */
  async attempt(args: string[]): Promise<string | undefined> {
    try {
      return await this.run(args);
    } catch (error) {
      if (error instanceof ImportError && error.reason === 'git-failed') return undefined;
      throw error;
    }
  }

  /** Objects by name, all in one process. Missing ones are `undefined`. */
  readObjects(names: string[]): Promise<(Buffer | undefined)[]> {
    return new Promise((resolve, reject) => {
      const child = spawn('git', this.args(['cat-file', '--batch']), { env: { ...process.env, ...ENVIRONMENT } });
      const chunks: Buffer[] = [];
      let complaint = '';
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => {
        if (code !== 0) return reject(new ImportError('git-failed', `git cat-file in ${this.directory} failed: ${complaint.trim()}`));
        resolve(partBatch(Buffer.concat(chunks), names.length));
      });
      child.stdin.on('error', () => {});
      child.stdin.end(names.map((name) => `${name}\n`).join(''));
    });
  }

  private args(args: string[]): string[] {
    return [...SETTINGS, '-C', this.directory, ...args];
  }
}

/** Parts the output of `cat-file --batch`: a line `<id> <type> <size>`, that many bytes, a line feed. */
function partBatch(output: Buffer, count: number): (Buffer | undefined)[] {
  const objects: (Buffer | undefined)[] = [];
  let offset = 0;
  while (objects.length < count && offset < output.length) {
    const end = output.indexOf(10, offset);
    const size = /^[0-9a-f]+ \w+ (\d+)$/.exec(output.toString('utf8', offset, end))?.[1];
    offset = end + 1;
    if (size === undefined) {
      objects.push(undefined);
      continue;
    }
    objects.push(output.subarray(offset, offset + Number(size)));
    offset += Number(size) + 1;
  }
  return objects;
}
