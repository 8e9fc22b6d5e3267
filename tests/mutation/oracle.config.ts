import { configDefaults, defineConfig } from 'vitest/config';

/**
 * The tests that every mutant meets: those beside the files. The differential tests are left out, which take longer than all others
 * and would only find what the other library sees the same way; so are those of the HTTP client, which is no oracle.
 */
export default defineConfig({
  test: {
    include: ['scim/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'scim/http/**', 'scim/*.differential.test.ts'],
    isolate: false,
  },
});
