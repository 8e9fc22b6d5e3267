import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv, type JSONSchemaType } from 'ajv';
import { systemReason } from '../config/system-error.ts';
import { UsageError } from '../config/usage-error.ts';
import type { Creation } from '../engine/creations.ts';
import { type JournalEntry, type JournalHead, journalName } from '../engine/journal.ts';

/** What a run that did not clean up may have left. */
export interface Leftovers {
  readonly head: JournalHead;
  /** Paths of resources that were created and not deleted. */
  readonly open: readonly string[];
  /** Creations of which nobody knows whether they were carried out. */
  readonly unsettled: readonly Creation[];
}

/** A journal with its file. */
export interface FoundJournal extends Leftovers {
  readonly file: string;
  /** Deletes the file, once nothing of what it names is left. */
  remove(): Promise<void>;
}

const text = { type: 'string', minLength: 1 } as const;
/** A path that a journal may name: an endpoint, or one resource below it. */
const path = { type: 'string', pattern: '^(/[^/?#]+)+$' } as const;

const HEAD: JSONSchemaType<JournalHead> = {
  type: 'object',
  properties: {
    journal: { type: 'number', const: 1 },
    run: text,
    target: text,
    url: text,
    tool: text,
    startedAt: text,
  },
  required: ['journal', 'run', 'target', 'url', 'tool', 'startedAt'],
};

const ENTRY = {
  type: 'object',
  oneOf: [
    {
      properties: { sending: { type: 'integer' }, endpoint: path, attribute: text, value: text },
      required: ['sending', 'endpoint', 'attribute', 'value'],
    },
    { properties: { settled: { type: 'integer' } }, required: ['settled'] },
    { properties: { created: path }, required: ['created'] },
    { properties: { deleted: path }, required: ['deleted'] },
  ],
};

/**
 * The journals of a folder, as runs leave them behind that could not clean up.
 * @param runId of one run, or null for all
 * @throws UsageError when one of them is damaged, or of another format
 */
export async function readJournals(folder: string, runId: string | null): Promise<readonly FoundJournal[]> {
  const wanted =
    runId === null ? /^journal-[a-z0-9]{6}\.jsonl$/ : { test: (name: string) => name === journalName(runId) };
  const names = (await entriesOf(folder)).filter((name) => wanted.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      return {
        ...parseJournal(await readFile(file, 'utf8'), file),
        file,
        remove: () => rm(file, { force: true }),
      };
    }),
  );
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new UsageError(`the folder ${folder} (--out) cannot be read: ${systemReason(error, 'folder')}`);
  }
}

/**
 * What a journal says is left. The end of the last line may be missing: the process was killed while it wrote.
 * @throws UsageError that names file and line
 */
export function parseJournal(content: string, file: string): Leftovers {
  const ajv = new Ajv();
  const isHead = ajv.compile(HEAD);
  const isEntry = ajv.compile<JournalEntry>(ENTRY);
  const [first = '', ...lines] = content.split('\n').slice(0, -1);
  const refuse = (line: number): never => {
    throw new UsageError(`${file}, line ${line}: this is no journal of a run, or it is damaged`);
  };
  const head = parsed(first);
  if (!isHead(head)) return refuse(1);
  const open = new Set<string>();
  const unsettled = new Map<number, Creation>();
  for (const [index, line] of lines.entries()) {
    const entry = parsed(line);
    if (!isEntry(entry)) return refuse(index + 2);
    if ('sending' in entry) unsettled.set(entry.sending, entry);
    else if ('settled' in entry) unsettled.delete(entry.settled);
    else if ('created' in entry) open.add(entry.created);
    else open.delete(entry.deleted);
  }
  return { head, open: [...open], unsettled: [...unsettled.values()] };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
