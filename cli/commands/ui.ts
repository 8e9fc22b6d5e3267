import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startUi, type UiOptions } from '../../ui/server.ts';
import { isLoopback } from '../announcement.ts';
import { EXIT } from '../exit-code.ts';

/** The options of the command. */
export interface UiCommandOptions extends UiOptions {
  /** Whether to open a browser. */
  readonly open?: boolean;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Serves the pages and prints their address; ends with Ctrl-C, SIGTERM, or its terminal. A run that is under way then is ended
 * with clean-up.
 */
export async function ui(options: UiCommandOptions): Promise<number> {
  const ended = signalled();
  const running = await startUi(options);
  process.stdout.write(`open ${running.url}\n`);
  if (!isLoopback(running.url))
    process.stderr.write(
      'Everybody who learns this address can start runs with the credentials known here, and the connection is not encrypted: use it in a network you trust.\n',
    );
  if (options.open === true) openBrowser(running.url);
  const name = await ended;
  await running.close(`the page was ended by ${name}`);
  return name === 'SIGINT' ? EXIT.interrupted : EXIT.conformant;
}

/** The first signal that ends the program. A terminal that is gone takes no more words, which must not end the clean-up. */
function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const name of SIGNALS) {
      process.on(name, () => {
        if (name === 'SIGHUP') for (const stream of [process.stdout, process.stderr]) ignoreErrors(stream);
        resolve(name);
      });
    }
  });
}

function ignoreErrors(stream: NodeJS.WriteStream): void {
  stream.removeAllListeners('error');
  stream.on('error', () => {});
}

/** What opens an address, by platform; where there is none, the address is printed anyway. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens the address. What a browser is started with is seen by everybody on the machine, so that is a file for this user's eyes, which leads on. */
function openBrowser(url: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'scim-conformance-ui-'));
  const file = join(folder, 'open.html');
  writeFileSync(
    file,
    `<!doctype html><meta http-equiv="refresh" content="0; url=${url}"><title>scim-conformance</title>\n`,
    {
      mode: 0o600,
    },
  );
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const [command, ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...words, pathToFileURL(file).href], { stdio: 'ignore', detached: true });
  child.once('error', () => process.stderr.write('no browser could be opened: open the address yourself\n'));
  child.unref();
}
