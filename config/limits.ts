/** Requests in flight at a time at one target, unless somebody says otherwise. */
export const DEFAULT_CONCURRENCY = 8;

/** Milliseconds to wait for an answer, unless somebody says otherwise. */
export const DEFAULT_TIMEOUT = 30_000;
