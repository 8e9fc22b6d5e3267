import { AsyncLocalStorage } from 'node:async_hooks';

const TENTATIVE = new AsyncLocalStorage<true>();

/** Runs a part of a check whose findings are weighed before they count. */
export function tentatively<T>(task: () => Promise<T>): Promise<T> {
  return TENTATIVE.run(true, task);
}

/** Whether what is found here is still going to be weighed. */
export function isTentative(): boolean {
  return TENTATIVE.getStore() === true;
}
