/** The part of express that the SCIMMY server uses; the package ships no types. */
declare module 'express' {
  import type { IncomingMessage, RequestListener } from 'node:http';

  export interface Request extends IncomingMessage {
    readonly protocol: string;
    header(name: string): string | undefined;
  }
  /** What SCIMMYRouters extends. */
  export type Router = (request: Request, response: unknown, next: () => void) => void;
  interface Application extends RequestListener {
    use(path: string, router: object): this;
  }
  export default function express(): Application;
}
