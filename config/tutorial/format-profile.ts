import type { Application } from '../application.ts';

/** Width to which the repository's JSON is formatted. */
const WIDTH = 110;

/** An application as the text of a profile, formatted as the checked-in ones are; a short list of notes takes one line. */
export function formatProfile(application: Application): string {
  const { notes, ...rest } = application;
  const body = JSON.stringify({ $schema: '../application.schema.json', ...rest }, null, 2);
  const line = `  "notes": [${notes.map((note) => JSON.stringify(note)).join(', ')}]`;
  const list = `  "notes": [\n${notes.map((note) => `    ${JSON.stringify(note)}`).join(',\n')}\n  ]`;
  return `${body.slice(0, -2)},\n${line.length <= WIDTH ? line : list}\n}\n`;
}
