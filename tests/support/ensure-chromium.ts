/** Before the tests: a Chromium, or one line that says how to get one. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findChromium } from './chromium.ts';

if (!findChromium()) install();

function install(): void {
  process.stderr.write('No Chromium was found, and some tests need one. Installing it …\n');
  const playwright = join(import.meta.dirname, '..', '..', 'node_modules', 'playwright-core', 'cli.js');
  const root = process.platform === 'linux' && process.getuid?.() === 0;
  const ways: [string, string[]][] = [
    [process.execPath, [playwright, 'install', '--with-deps', '--only-shell', 'chromium']],
    ...(root ? ([['sh', ['-c', 'apt-get update -q && apt-get install -qy --no-install-recommends chromium']]] as [string, string[]][]) : []),
  ];
  for (const [command, args] of ways) {
    const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'], timeout: 600_000 });
    if (status === 0 && findChromium()) return;
  }
  process.stderr.write(
    'That did not work. Install Chromium or Chrome yourself (Debian: apt-get install chromium), or name one: CHROMIUM_PATH=/path/to/chrome npm test\n',
  );
  process.exitCode = 1;
}
