import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { TEST_SECRETS } from './tests/support/secrets.ts';
import { makeEdgeSites } from './tests/support/worker-site.ts';

const edgeVars = { FIXED_NOW: '2026-11-24T00:00:00Z', LOCAL: '1', ...TEST_SECRETS };

/** A small site for the Worker's tests, made anew for each run, so that runs side by side do not meet. */
const edgeSite = makeEdgeSites(mkdtempSync(join(tmpdir(), 'fairnotice-edge-')));
process.env.FAIRNOTICE_EDGE_SITE = edgeSite;
process.on('exit', () => rmSync(edgeSite, { recursive: true, force: true }));

// One project for each place where tests run. What starts servers and browsers of its own is tried once more where it failed, for
// the machine may be busy, and is shown as such.
export default defineConfig({
  test: {
    projects: [
      // Node: the pure parts and the commands.
      { test: { name: 'unit', environment: 'node', include: ['tests/unit/**/*.test.ts', 'tests/simulation/**/*.test.ts'], testTimeout: 60_000 } },
      {
        // workerd: routes through HTTP, with the clock in the test's hand.
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { assets: { directory: edgeSite, binding: 'ASSETS' }, bindings: { ...edgeVars, MIGRATIONS: await readD1Migrations('migrations') } },
          }),
        ],
        test: {
          name: 'worker',
          setupFiles: ['tests/worker/set-up.ts'],
          include: ['tests/worker/**/*.test.ts'],
          exclude: ['tests/worker/routing/**'],
          testTimeout: 60_000,
        },
      },
      // The whole of workerd from outside: asset server, router and Worker behind one address.
      { test: { name: 'routing', environment: 'node', include: ['tests/worker/routing/**/*.test.ts'], retry: 1, testTimeout: 60_000, hookTimeout: 120_000 } },
      // Chromium: the built site and the Worker together.
      {
        test: {
          name: 'browser',
          retry: 1,
          // What is waited for may take its time there; by default it would be one second.
          expect: { poll: { timeout: 20_000 } },
          environment: 'node',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          maxConcurrency: 3,
        },
      },
      // The repository itself: builds, commands, documents.
      {
        test: {
          name: 'product',
          retry: 1,
          environment: 'node',
          include: ['tests/product/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
