import { defineConfig } from 'vitest/config';

/** What takes minutes to hours: `npm run test:long`. */
export default defineConfig({
  test: { environment: 'node', include: ['tests/long/**/*.test.ts'], testTimeout: 7_200_000, hookTimeout: 600_000 },
});
