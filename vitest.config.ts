import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * At most four files at a time, never fewer than two: a file that waits for a browser, a broker or a killed process to
 * come back leaves its core idle. The same number everywhere, so that all projects share one queue; its small files
 * (unit comes last) fill what the long ones leave.
 */
const WORKERS = Math.min(4, Math.max(2, availableParallelism()));

/** Four projects: `unit` needs nothing, `postgres` a server, `e2e` Chromium as well, `lab` real components. */
export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: WORKERS,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/contract/**/*.test.ts', 'scripts/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['test/{integration,scenario,chaos}/**/*.test.ts'],
          globalSetup: ['test/support/postgres-global.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/postgres-global.ts', 'test/e2e/support/dashboard-global.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          globalSetup: ['test/support/postgres-global.ts'],
        },
      },
    ],
  },
});
