import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.e2e.ts'],
    setupFiles: ['support/failed.ts'],
    sequence: { hooks: 'list' },
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // A second, Vitest's own, is less than a busy machine takes to repaint a page.
    expect: { poll: { timeout: 30_000, interval: 50 } },
  },
});
