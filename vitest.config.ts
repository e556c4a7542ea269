import { defineConfig } from 'vitest/config';

/** A file to which the results are written as JSON, besides what is printed; continuous integration counts with it. */
const report = process.env['HALFCLOSE_TEST_REPORT'];

const tests = ['**/*.test.ts'];
const elsewhere = ['**/node_modules/**', 'dist/**', 'reports/out/**', 'examples/**'];

/** Tests that freeze what they are given, constants included, and one that cannot bear that. */
const apart = ['model/functions.test.ts', 'model/search/engine/regroup.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['pages/build.js'],
    projects: [
      // What is imported has no state of its own: the files of one process share it, and need not load it anew.
      {
        extends: true,
        test: { name: 'together', isolate: false, include: tests, exclude: [...elsewhere, ...apart] },
      },
      { extends: true, test: { name: 'apart', include: apart, exclude: elsewhere } },
    ],
    // Searches are bound by the processor: one process for each core, where vitest would leave one idle.
    pool: 'forks',
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
