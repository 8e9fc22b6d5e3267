// Bundles the browser programs of a folder of pages and prints the module that they are embedded from. It is kept with the
// sources, so that they run without a build; a test tells when it is no longer what the programs give.
import { rolldown } from 'rolldown';

const ROOMS = {
  'reporters/html': { SCRIPT: 'page', COMPARISON_SCRIPT: 'comparison' },
  ui: { START_SCRIPT: 'start', WATCH_SCRIPT: 'watch', REPORT_SCRIPT: 'report', REPORTS_SCRIPT: 'reports' },
};

const [room = 'reporters/html'] = process.argv.slice(2);

async function bundled(program) {
  const bundle = await rolldown({
    input: `${room}/browser/${program}.ts`,
    platform: 'browser',
    tsconfig: `${room}/browser/tsconfig.json`,
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true });
  return output[0].code.trim();
}

console.log(`// Written by \`npm run build:browser\` from ${room}/browser/.`);
for (const [name, program] of Object.entries(ROOMS[room]))
  console.log(`export const ${name} =\n  ${JSON.stringify(await bundled(program))};`);
