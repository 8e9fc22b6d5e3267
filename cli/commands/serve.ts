import { loadApplication } from '../../config/load-application.ts';
import { suggest } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import { isFaultId, knownFaults } from '../../provider/faults.ts';
import { isVariationId, knownVariations } from '../../provider/variations.ts';
import { startEmbedded } from '../embedded.ts';
import { policyFrom } from './serve-policy.ts';

/** Options of `serve`. */
export interface ServeOptions {
  readonly application?: string;
  readonly port?: number;
  readonly token?: string;
  readonly fault?: readonly string[];
  readonly listFaults?: boolean;
  readonly variation?: readonly string[];
  readonly listVariations?: boolean;
  readonly policy?: string;
  readonly policySeed?: number;
}

/** The ids that an option names. @throws UsageError for one that is none */
function named<Id extends string>(
  what: string,
  ids: readonly string[] = [],
  isId: (text: string) => text is Id,
  known: readonly { readonly id: string }[],
): readonly Id[] {
  return ids.map((id) => {
    if (isId(id)) return id;
    const names = known.map((item) => item.id);
    throw new UsageError(`unknown ${what} "${id}"; ${suggest(id, names)}; --list-${what}s lists them`);
  });
}

/** Starts the embedded provider and prints where it listens; it runs until the process is ended. */
export async function serve(options: ServeOptions): Promise<void> {
  if (options.listFaults === true) {
    process.stdout.write(`${JSON.stringify(knownFaults(), null, 2)}\n`);
    return;
  }
  if (options.listVariations === true) {
    process.stdout.write(`${JSON.stringify(knownVariations(), null, 2)}\n`);
    return;
  }
  const faults = named('fault', options.fault, isFaultId, knownFaults());
  const variations = named('variation', options.variation, isVariationId, knownVariations());
  const policy = await policyFrom(options.policy, options.policySeed);
  const application = options.application === undefined ? null : loadApplication(options.application);
  try {
    const provider = await startEmbedded(application, {
      faults,
      variations,
      ...(policy === null ? {} : { policy }),
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.token === undefined ? {} : { token: options.token }),
    });
    process.stdout.write(`listening ${provider.url}\n`);
    if (policy !== null) process.stderr.write(`${JSON.stringify(policy)}\n`);
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
