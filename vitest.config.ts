import { defineConfig } from 'vitest/config';

/** A file to which the results are written as JSON, besides what is printed; continuous integration counts with it. */
const report = process.env['HALFCLOSE_TEST_REPORT'];

export default defineConfig({
  test: {
    globalSetup: ['pages/build.js'],
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'reports/out/**', 'examples/**'],
    // What is imported has no state of its own: the files of one process share it, and need not load it anew.
    isolate: false,
    // Searches are bound by the processor: one process for each core, where vitest would leave one idle.
    pool: 'forks',
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
