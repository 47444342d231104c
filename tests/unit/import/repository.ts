/** A throw-away git repository with dates as a test wants them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export class Repository {
  readonly folder = mkdtempSync(join(tmpdir(), 'fairnotice-import-'));

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('config', 'user.name', 'Ada');
    this.git('config', 'user.email', 'ada@example.org');
    this.git('config', 'commit.gpgsign', 'false');
  }

  git(...args: string[]): string {
    return this.at('2020-01-01T12:00:00Z', ...args);
  }

  /** Runs git as if it were that instant. */
  at(instant: string, ...args: string[]): string {
    const env = { ...process.env, GIT_AUTHOR_DATE: instant, GIT_COMMITTER_DATE: instant, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    return execFileSync('git', ['-C', this.folder, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  write(path: string, text: string | Uint8Array): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Writes a file and commits it; a day alone means its noon. Gives the commit's id. */
  commit(instant: string, subject: string, path: string, text: string | Uint8Array): string {
    this.write(path, text);
    this.git('add', '--all');
    return this.seal(instant, subject);
  }

  /** Commits what is staged. */
  seal(instant: string, subject: string): string {
    this.at(instant.length === 10 ? `${instant}T12:00:00Z` : instant, 'commit', '--quiet', '--allow-empty', '-m', subject);
    return this.git('rev-parse', 'HEAD').trim();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
