import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { makeEdgeSites } from './tests/support/worker-site.ts';

const directory = makeEdgeSites('tests/fixtures/edge-site/dist');

export default defineConfig({
  test: {
    projects: [
      {
        // In workerd: routes through HTTP, with the clock in the test's hand.
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' }, miniflare: { assets: { directory, binding: 'ASSETS' }, bindings: { FIXED_NOW: '2026-11-24T00:00:00Z' } } })],
        test: { name: 'worker', include: ['tests/worker/**/*.test.ts'], exclude: ['tests/worker/routing/**'] },
      },
      {
        // In node, against the whole of workerd: asset server, router and Worker behind one address.
        test: { name: 'routing', environment: 'node', include: ['tests/worker/routing/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 },
      },
    ],
  },
});
