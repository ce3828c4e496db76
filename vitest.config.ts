import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const real = { testTimeout: 30_000, hookTimeout: 30_000 };

export default defineConfig({
  test: {
    // On two cores vitest takes one worker; tests that wait for sockets leave room for a second.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/{redis,e2e,browser,hostile,chaos,telegram,http,tails,files,demo,simulator}/**',
          ],
          testTimeout: 20_000,
          // They are pure, so they may share the modules that they load: half of the time otherwise.
          isolate: false,
        },
      },
      {
        test: {
          name: 'edges',
          include: ['test/{telegram,http,tails,files,demo,simulator}/**/*.test.ts'],
          ...real,
        },
      },
      { test: { name: 'redis', include: ['test/redis/**/*.test.ts'], ...real } },
      {
        test: {
          name: 'e2e',
          include: ['test/{e2e,browser,hostile,chaos}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
