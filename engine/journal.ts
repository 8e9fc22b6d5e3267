import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Creation } from './creations.ts';

/** Whose journal it is: its first line. */
export interface JournalHead {
  /** Version of the format. */
  readonly journal: 1;
  /** Id of the run. */
  readonly run: string;
  readonly target: string;
  /** The target's base URL. */
  readonly url: string;
  readonly tool: string;
  readonly startedAt: string;
}

/** A line after the first. */
export type JournalEntry =
  /** Written before the request goes out: it may create this. */
  | ({ readonly sending: number } & Creation)
  /** What the request did is known. */
  | { readonly settled: number }
  /** Path of a resource that was created. */
  | { readonly created: string }
  /** Path of a resource that is gone. */
  | { readonly deleted: string };

/** Where a run writes down what it creates, so that it is known even when the process is killed. */
export interface Journal {
  write(entry: JournalEntry): void;
  /** Ends the journal, and removes it when nothing of what it names is left. */
  close(nothingLeft: boolean): void;
}

/** For runs that nobody can clean up after, such as those against a provider that ends with them. */
export const NO_JOURNAL: Journal = { write() {}, close() {} };

/**
 * A journal in a file of JSON lines, readable by its owner alone. The file appears with the first entry; every entry is
 * handed to the system before the call returns, so that it outlives the process.
 * @param onTrouble called once, with the reason, when the file cannot be written; nothing is written from then on
 */
export function openJournal(file: string, head: JournalHead, onTrouble: (reason: string) => void): Journal {
  let descriptor: number | null = null;
  let broken = false;
  const append = (line: JournalHead | JournalEntry): void => {
    descriptor ??= openSync(file, 'ax', 0o600);
    writeSync(descriptor, `${JSON.stringify(line)}\n`);
  };
  return {
    write(entry) {
      if (broken) return;
      try {
        if (descriptor === null) append(head);
        append(entry);
      } catch (error) {
        broken = true;
        onTrouble(
          `the journal ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },
    close(nothingLeft) {
      if (descriptor === null) return;
      closeSync(descriptor);
      if (nothingLeft) rmSync(file, { force: true });
    },
  };
}

/** The name of a run's journal in its output folder. */
export function journalName(runId: string): string {
  return `journal-${runId}.jsonl`;
}
