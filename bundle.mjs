// Bundles what is loaded from outside - the command, the suites' worker and the library - into a few files under dist/,
// because Node.js takes longer to find and open a module than to compile it. What a command does not need stays in chunks
// of its own, and packages stay packages.
import { build } from 'rolldown';

const ENTRIES = [
  'cli/bin',
  'suites/start',
  'suites/main.suite',
  'library/generators',
  'library/provider',
  'library/vitest',
];

await build({
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, `${entry}.ts`])),
  platform: 'node',
  external: (id) => !/^[./]/.test(id),
  output: { dir: 'dist', cleanDir: true, chunkFileNames: 'chunks/[name]-[hash].js' },
});
