/**
 * Adds to package-lock.json the optional packages of other platforms that a registry mirror did not serve
 * when it was written. `npm ci` refuses a lock without them. Each is pinned to the version that its parent
 * asks for, with the platform in its name, so that other machines skip it; it has no integrity hash, for
 * nobody here has seen its bytes. Run it after `npm install` where packages are missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const OS = ['android', 'darwin', 'win32', 'freebsd', 'openharmony', 'sunos', 'openbsd', 'netbsd', 'aix', 'linux'];
const CPU = ['arm64', 'riscv64', 'loong64', 'ppc64', 's390x', 'ia32', 'x64', 'wasm32', 'arm'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`${path}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`]) continue;
    const os = /windows/.test(name) ? 'win32' : (OS.find((known) => name.includes(known)) ?? (/darwin|macos/.test(name) ? 'darwin' : undefined));
    const libc = name.includes('musl') ? { libc: ['musl'] } : /-(gnu|gnueabihf)$/.test(name) ? { libc: ['glibc'] } : {};
    const cpu = CPU.find((known) => name.includes(known)) ?? (/-64$/.test(name) ? 'x64' : undefined);
    lock.packages[`node_modules/${name}`] = {
      version: range.replace(/^\D*/, ''),
      ...(cpu ? { cpu: [cpu] } : {}),
      optional: true,
      ...libc,
      ...(os ? { os: [os] } : {}),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} packages added\n`);
