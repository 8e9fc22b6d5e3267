/** One HTTP message's headers, names in lower case, secrets already removed. */
export type Headers = Readonly<Record<string, string>>;

/** One HTTP request with its response, secrets removed. Bodies are the text that was on the wire, cut at a limit. */
export interface Exchange {
  /** Milliseconds since the start of the run. */
  readonly at: number;
  readonly durationMs: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Headers;
    readonly body: string | null;
  };
  /** Null when no answer came; then `error` says why. */
  readonly response: {
    readonly status: number;
    readonly headers: Headers;
    readonly body: string | null;
    /** Bytes of the whole body when `body` was cut, else null. */
    readonly truncatedFrom: number | null;
  } | null;
  readonly error: string | null;
  /** What this exchange was for, in a few words ("create the user"), or null. */
  readonly purpose: string | null;
}
