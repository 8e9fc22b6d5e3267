import { loadApplication } from '../../config/load-application.ts';
import { suggest } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import { isFaultId, knownFaults } from '../../provider/faults.ts';
import { startEmbedded } from '../embedded.ts';

/** Options of `serve`. */
export interface ServeOptions {
  readonly application?: string;
  readonly port?: number;
  readonly token?: string;
  readonly fault?: readonly string[];
  readonly listFaults?: boolean;
}

/** Starts the embedded provider and prints where it listens; it runs until the process is ended. */
export async function serve(options: ServeOptions): Promise<void> {
  if (options.listFaults === true) {
    process.stdout.write(`${JSON.stringify(knownFaults(), null, 2)}\n`);
    return;
  }
  const faults = (options.fault ?? []).map((id) => {
    if (!isFaultId(id))
      throw new UsageError(
        `unknown fault "${id}"; ${suggest(
          id,
          knownFaults().map((fault) => fault.id),
        )}`,
      );
    return id;
  });
  const application = options.application === undefined ? null : loadApplication(options.application);
  try {
    const provider = await startEmbedded(application, {
      faults,
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.token === undefined ? {} : { token: options.token }),
    });
    process.stdout.write(`listening ${provider.url}\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void provider.close());
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new UsageError(
        `port ${options.port} is in use; choose another with --port, or none for any free one`,
      );
    }
    throw error;
  }
}
