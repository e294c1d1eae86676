import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  test: {
    projects: [
      // Their clock is their own: what a busy machine takes besides is no failure.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node', testTimeout: 60_000 } },
      {
        test: {
          name: 'uni',
          include: [
            'test/unit/chat.test.ts',
            'test/unit/trouble.test.ts',
            'test/unit/reconnect.test.ts',
            'test/unit/uni-im.test.ts',
          ],
          environment: 'node',
          testTimeout: 60_000,
          env: { CONFAB_TEST_PLATFORM: 'uni' },
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
