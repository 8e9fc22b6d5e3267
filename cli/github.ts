import { randomBytes } from 'node:crypto';
import { appendFile, stat } from 'node:fs/promises';
import type { RunReport } from '../report/report.ts';
import { annotations } from '../reporters/annotations.ts';
import { summaryMarkdown } from '../reporters/markdown.ts';

/** GitHub refuses a step summary above 1 MiB; some of it is kept for what is said about the rest. */
const LARGEST_SUMMARY = 1024 * 1024 - 1000;

/** Whether this process is a step of a GitHub Actions workflow. */
export function isOnGitHub(env: NodeJS.ProcessEnv = process.env): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/** A text for a log of GitHub Actions, in which no words of a target work as commands of the workflow. */
export function withoutCommands(text: string): string {
  const token = randomBytes(16).toString('hex');
  return `::stop-commands::${token}\n${text}${text.endsWith('\n') ? '' : '\n'}::${token}::\n`;
}

/**
 * Tells GitHub Actions what a run found: causes of failures as annotations, and the summary for the step's page. What it
 * cannot take is said on standard error and changes no verdict.
 */
export async function tellGitHub(
  reports: readonly RunReport[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  process.stdout.write(annotations(reports));
  const file = env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  try {
    const space = LARGEST_SUMMARY - (await sizeOf(file));
    if (space > 0) await appendFile(file, summaryMarkdown(reports, space));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`scim-conformance: the step summary cannot be written: ${reason}\n`);
  }
}

/** Bytes of what other commands of the step have written before. */
async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.size ?? 0;
}
