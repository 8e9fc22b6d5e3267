/** The part of express that the servers use; the package ships no types. */
declare module 'express' {
  import type { IncomingMessage, RequestListener } from 'node:http';

  export interface Request extends IncomingMessage {
    readonly protocol: string;
    /** What the parser of bodies read, if it read one. */
    readonly body?: unknown;
    readonly params: Readonly<Record<string, string>>;
    readonly query: Readonly<Record<string, unknown>>;
    header(name: string): string | undefined;
  }
  export interface Response {
    status(code: number): this;
    set(name: string, value: string): this;
    type(mediaType: string): this;
    json(body: unknown): this;
    end(): this;
  }
  type Next = (error?: unknown) => void;
  export type Handler = (request: Request, response: Response, next: Next) => void;
  type ErrorHandler = (error: unknown, request: Request, response: Response, next: Next) => void;
  /** What SCIMMYRouters extends. */
  export type Router = (request: Request, response: unknown, next: () => void) => void;
  interface Application extends RequestListener {
    use(path: string, router: object): this;
    use(handler: Handler): this;
    use(handler: ErrorHandler): this;
    get(path: string, handler: Handler): this;
    post(path: string, handler: Handler): this;
    put(path: string, handler: Handler): this;
    patch(path: string, handler: Handler): this;
    delete(path: string, handler: Handler): this;
  }
  export function json(options: { readonly type: readonly string[] }): Handler;
  export default function express(): Application;
}
