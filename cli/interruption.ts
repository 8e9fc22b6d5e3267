import { EXIT } from './exit-code.ts';

/** Ctrl-C and SIGTERM, as one signal for the work in hand. */
export interface Interruption {
  readonly signal: AbortSignal;
  dispose(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Makes Ctrl-C and SIGTERM end the run with a partial report; a second one ends the process at once.
 * @param commands command lines that delete what the run may leave, said before the process ends at once
 */
export function interruptible(commands: readonly string[]): Interruption {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) stopAtOnce(commands);
    process.stderr.write(
      'interrupted: cleaning up and writing what is there (press Ctrl-C again to stop at once)\n',
    );
    controller.abort('the run was interrupted');
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  process.on('newListener', refuse);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('newListener', refuse);
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}

/** Vitest and Vite end the process as soon as one of these signals comes, so that nothing would be cleaned up. */
function refuse(event: string | symbol, listener: (...args: unknown[]) => void): void {
  if (SIGNALS.some((name) => name === event)) process.nextTick(() => process.off(event, listener));
}

function stopAtOnce(commands: readonly string[]): never {
  const advice = commands.map((command) => `  ${command}\n`).join('');
  process.stderr.write(`stopped${advice === '' ? '\n' : `; to delete what is left behind:\n${advice}`}`);
  process.exit(EXIT.interrupted);
}
