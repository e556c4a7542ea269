import { defineConfig } from 'vitest/config';

/** A file to which the results are written as JSON, besides what is printed; continuous integration counts with it. */
const report = process.env['HALFCLOSE_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    globalSetup: ['pages/build.js'],
    exclude: ['**/node_modules/**', 'dist/**', 'reports/out/**', 'examples/**'],
    // Searches are bound by the processor: one process for each core, where vitest would leave one idle.
    pool: 'forks',
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
