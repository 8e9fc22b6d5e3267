import PQueue from 'p-queue';
import type { Application, Constraints } from '../../config/application.ts';
import { mapAttributes } from '../../config/mapping.ts';
import { inTurns } from '../../engine/check.ts';
import { type SessionSummary, summarise } from '../../engine/define.ts';
import { readDiscovery } from '../../engine/discovery.ts';
import type { EffortName } from '../../engine/effort.ts';
import {
  DIALECT_NAMES,
  type DialectName,
  PLAN_DEFAULTS,
  type Plan,
  type TargetFacts,
} from '../../engine/plan.ts';
import { runCheck } from '../../engine/run-check.ts';
import type { Transport } from '../../http/transport.ts';
import { onTheWire } from '../../provider/answer.ts';
import type { FaultId } from '../../provider/faults.ts';
import type { ProviderOptions } from '../../provider/options.ts';
import { createProvider } from '../../provider/provider.ts';
import type { VariationId } from '../../provider/variations.ts';
import type { CheckResult } from '../../report/report.ts';
import type { CheckId } from '../../suites/check-ids.ts';
import { openSession } from '../../suites/open-session.ts';
import { CHECKS } from '../../suites/registry.ts';

/** What to run in this process, without a port. */
export interface InProcessRun {
  readonly application: Application;
  readonly seed?: number;
  /** Six characters of [a-z0-9]; by default the same for every run. */
  readonly runId?: string;
  readonly effort?: EffortName;
  readonly faults?: readonly FaultId[];
  readonly variations?: readonly VariationId[];
  /** Ids of the checks; by default all. */
  readonly checks?: readonly CheckId[];
  /** Ids of the checks in the order in which they begin, one after the other; by default that of reports, several at a time. */
  readonly order?: readonly string[];
  /** What the target makes of the provider; discovery meets it, too. */
  readonly target?: (provider: Transport) => Transport;
  /** Wraps the transport, to watch or disturb what goes over it. */
  readonly through?: (transport: Transport) => Transport;
  /** Hears of findings while checks go on. */
  readonly onFinding?: (result: CheckResult) => void;
  readonly path?: string;
  readonly readOnly?: boolean;
  readonly dialects?: readonly DialectName[];
  /** What the configuration says of the target. */
  readonly constraints?: Constraints;
  /** What the provider has or does beside what the application asks for. */
  readonly provider?: Partial<ProviderOptions>;
}

const BASE_URL = 'http://provider.test/scim/v2';

/** Runs the suites against the embedded provider in this process, without a port. */
export async function runInProcess(
  run: InProcessRun,
): Promise<{ plan: Plan; results: CheckResult[]; summary: SessionSummary }> {
  const plain = run.target === undefined ? providerTransport(run) : run.target(providerTransport(run));
  const plan = planFor(run, await discover(plain));
  const session = await openSession(
    plan,
    run.through === undefined ? plain : run.through(plain),
    (opened) => {
      if (run.onFinding !== undefined) opened.onFinding = run.onFinding;
    },
  );
  const { order } = run;
  const queue = new PQueue({ concurrency: order === undefined ? 8 : 1 });
  const wanted = CHECKS.filter(({ check }) => run.checks === undefined || run.checks.includes(check.id));
  const ordered =
    order === undefined
      ? inTurns(wanted)
      : wanted.toSorted((a, b) => order.indexOf(a.check.id) - order.indexOf(b.check.id));
  const running = new Map(
    ordered.map(({ suite, check }) => [check.id, queue.add(() => runCheck(suite, check, session))]),
  );
  const results = await Promise.all(wanted.flatMap(({ check }) => running.get(check.id) ?? []));
  await session.close();
  return { plan, results, summary: summarise(session) };
}

function planFor(
  {
    application,
    checks,
    seed = 1,
    runId = 'intest',
    effort = 'quick',
    path,
    readOnly = false,
    dialects = DIALECT_NAMES,
    constraints = {},
  }: InProcessRun,
  facts: TargetFacts,
): Plan {
  return {
    runId,
    seed,
    effort,
    checks: checks ?? CHECKS.map(({ check }) => check.id),
    ...PLAN_DEFAULTS,
    path: path ?? null,
    dialects,
    readOnly,
    toolVersion: '0.0.0',
    application,
    target: {
      name: application.id,
      url: BASE_URL,
      credentials: { kind: 'bearer', token: 'in-process-secret-token' },
      headers: {},
      userAgent: null,
      tls: null,
      constraints,
      concurrency: 8,
      rate: null,
      timeout: 10_000,
      facts,
      replay: ['--application', application.id],
    },
  };
}

/** What the provider announces, as the connection test of a real run finds it. */
async function discover(transport: Transport): Promise<TargetFacts> {
  const [serviceProviderConfig, resourceTypes, schemas] = await Promise.all(
    ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'].map(async (path) => {
      const headers = { authorization: 'Bearer in-process-secret-token' };
      const { status, text } = await transport.send({
        method: 'GET',
        path,
        headers,
        body: null,
        timeout: 10_000,
      });
      return status === 200 ? JSON.parse(text) : undefined;
    }),
  );
  return readDiscovery({ serviceProviderConfig, resourceTypes, schemas });
}

/** A transport that hands each request to a provider. */
function providerTransport({
  application,
  faults = [],
  variations = [],
  provider = {},
}: InProcessRun): Transport {
  const mapping = mapAttributes(application, { user: null, group: null });
  const required = (attributes: typeof mapping.groups): string[] =>
    (attributes ?? []).filter((a) => a.required).map((a) => a.text);
  const answerTo = createProvider({
    baseUrl: BASE_URL,
    token: 'in-process-secret-token',
    requiredUserAttributes: required(mapping.users),
    requiredGroupAttributes: required(mapping.groups),
    groups: mapping.groups !== null,
    userType: mapping.user,
    groupType: mapping.group,
    faults,
    variations,
    ...provider,
  });
  return {
    async send({ method, path, headers, body }) {
      const answer = await answerTo({
        method,
        url: `${BASE_URL}${path}`,
        headers: new Headers(headers),
        body: async () => (body === null ? null : Buffer.from(body)),
      });
      const { status, headers: given, text } = onTheWire(answer);
      const bodiless = status === 204 || status === 304;
      const named = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]);
      return { status, headers: Object.fromEntries(named), text: bodiless ? '' : (text ?? '') };
    },
    close: () => {},
  };
}
