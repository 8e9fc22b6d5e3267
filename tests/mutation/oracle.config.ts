import { configDefaults, defineConfig } from 'vitest/config';

/**
 * The tests that every mutant meets: those beside the files. The differential tests are left out, which take longer than all others
 * and would only find what the other library sees the same way.
 */
export default defineConfig({
  test: {
    include: ['scim/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'scim/*.differential.test.ts'],
    isolate: false,
  },
});
