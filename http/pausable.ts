import type { ClientOptions } from './client.ts';

/** Scheduling for a client that sends few requests: each at once, or after the pause that the target asked for. */
export function pausable(): Pick<ClientOptions, 'schedule' | 'pause'> {
  let resumed: Promise<void> = Promise.resolve();
  return {
    schedule: async (task) => {
      await resumed;
      return task();
    },
    pause: (milliseconds) => {
      resumed = new Promise((resolve) => setTimeout(resolve, milliseconds));
    },
  };
}
