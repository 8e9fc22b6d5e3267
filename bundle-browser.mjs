// Bundles the browser programs of the HTML pages and prints the module that the reporters embed them from. It is kept with
// the sources, so that they run without a build; a test tells when it is no longer what the programs give.
import { rolldown } from 'rolldown';

const PROGRAMS = { SCRIPT: 'page', COMPARISON_SCRIPT: 'comparison' };

async function bundled(program) {
  const bundle = await rolldown({
    input: `reporters/html/browser/${program}.ts`,
    platform: 'browser',
    tsconfig: 'reporters/html/browser/tsconfig.json',
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true });
  return output[0].code.trim();
}

console.log('// Written by `npm run build:browser` from reporters/html/browser/.');
for (const [name, program] of Object.entries(PROGRAMS))
  console.log(`export const ${name} =\n  ${JSON.stringify(await bundled(program))};`);
