import PQueue from 'p-queue';
import { type MappedAttribute, mapAttributes } from '../config/mapping.ts';
import type { AttributeColumn, AttributeReport, Exchange, Verdict } from '../report/report.ts';
import {
  type ExchangeListener,
  ScimClient,
  type ScimRequest,
  type ScimResponse,
  stripQuery,
} from '../scim/http/client.ts';
import { createRedactor } from '../scim/http/redact.ts';
import { createTransport, type Transport, TransportError } from '../scim/http/transport.ts';
import type { Json } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import type { ApplicationFacts } from './check.ts';
import { EFFORTS, type Effort } from './effort.ts';
import { Ledger } from './ledger.ts';
import type { Plan } from './plan.ts';
import { Population } from './population.ts';
import { Repertoire } from './repertoire.ts';
import { TranscriptRecorder } from './transcript.ts';

/** Answers in a row that are missing, or refuse the credentials, after which a target counts as lost. */
const LOST_AFTER = 6;

/** What a 401 means after the connection test has shown that the credentials are good: nothing that could be judged. */
const REFUSED = 'the target refuses the credentials that it accepted before (401)';

/** The order in which one measurement outweighs another in the attribute matrix. */
const WEIGHT: Readonly<Record<Verdict, number>> = { skip: 0, pass: 1, error: 2, warn: 3, fail: 4 };

/** The state that all checks against one target share. */
export class Session {
  readonly plan: Plan;
  readonly effort: Effort;
  readonly users: readonly MappedAttribute[];
  readonly groups: readonly MappedAttribute[] | null;
  readonly userType: ResourceType;
  readonly groupType: ResourceType;
  /** Notes about how the attribute table was read. */
  readonly notes: readonly string[];
  readonly ledger: Ledger;
  readonly population: Population;
  readonly repertoire: Repertoire;
  readonly transcripts = new TranscriptRecorder();
  readonly redact: (text: string) => string;
  /** Called after every request with the number sent so far. */
  onRequest: (sent: number) => void = () => {};
  readonly #client: ScimClient;
  readonly #transport: Transport;
  readonly #queue: PQueue;
  readonly #observations = new Map<string, Json>();
  readonly #measured = new Map<string, Verdict>();
  #markers = 0;
  #troubles = 0;
  #lost: string | null = null;

  /** @param transport where requests go; by default supertest on the target's URL */
  constructor(plan: Plan, transport?: Transport) {
    const { target } = plan;
    this.plan = plan;
    this.effort = EFFORTS[plan.effort];
    const mapping = mapAttributes(plan.application, { user: target.facts.user, group: target.facts.group });
    this.users = mapping.users;
    this.groups = mapping.groups;
    this.userType = mapping.user;
    this.groupType = mapping.group;
    this.notes = mapping.notes;
    this.redact = createRedactor([
      ...(target.token === null ? [] : [target.token]),
      ...Object.values(target.headers),
    ]);
    this.#queue = new PQueue({
      concurrency: target.concurrency,
      ...(target.rate === null ? {} : { interval: 1000 / target.rate, intervalCap: 1 }),
    });
    this.#transport = transport ?? createTransport(stripQuery(target.url), target.concurrency);
    this.#client = new ScimClient(this.#transport, {
      baseUrl: target.url,
      token: target.token,
      headers: target.headers,
      userAgent: `scim-conformance/${plan.toolVersion}`,
      timeout: target.timeout,
      redact: this.redact,
      schedule: (task, urgent) => this.#queue.add(task, { priority: urgent ? 1 : 0 }),
      pause: (milliseconds) => this.#pause(milliseconds),
      startedAt: performance.now(),
    });
    this.population = new Population(this);
    this.repertoire = new Repertoire(this);
    this.ledger = new Ledger((request) => this.#client.send(request, () => {}));
  }

  get facts(): ApplicationFacts {
    const { facts } = this.plan.target;
    return {
      applicationName: this.plan.application.name,
      users: this.users,
      groups: this.groups,
      features: facts.features,
      groupsListed: facts.groupsListed,
      authenticated: this.plan.target.token !== null,
      dialects: this.plan.dialects,
    };
  }

  /** Why the target cannot be judged any more, or null while it answers. */
  get lost(): string | null {
    return this.#lost;
  }

  get requests(): number {
    return this.#client.sent;
  }

  get observations(): Record<string, Json> {
    const throttled: [string, Json][] =
      this.#client.throttled > 0 ? [['rate.throttled', this.#client.throttled]] : [];
    return Object.fromEntries([...this.#observations, ...throttled].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /**
   * Sends one request within the target's limits.
   * @throws TransportError when no complete answer came, when the credentials are refused all of a sudden, and at once
   *   when the target is lost
   */
  async send(request: ScimRequest, listener: ExchangeListener): Promise<ScimResponse> {
    if (this.#lost !== null) throw new TransportError('LOST', this.#lost);
    try {
      const response = await this.#client.send(request, (exchange: Exchange) => {
        listener(exchange);
        this.onRequest(this.#client.sent);
      });
      // Credentials that a check made wrong on purpose are refused rightly.
      const refused = response.status === 401 && request.headers?.authorization === undefined;
      this.#note(refused ? REFUSED : null);
      if (refused) throw new TransportError('REFUSED', REFUSED);
      return response;
    } catch (error) {
      if (error instanceof TransportError && error.code !== 'REFUSED') {
        this.#note(`the target stopped answering: ${error.message}`);
      }
      throw error;
    }
  }

  /** Gives the target up for a reason of ours, such as an interruption: checks end, cleaning up goes on. */
  abandon(reason: string): void {
    this.#lost ??= reason;
  }

  /** A new marker: the run's prefix and a number, twelve characters of [a-z0-9]. */
  marker(): string {
    return `${runPrefix(this.plan.runId)}${(this.#markers++).toString(36).padStart(4, '0')}`;
  }

  /** Records a choice that the standard leaves open; the first value observed stays. */
  observe(key: string, value: Json): void {
    if (!this.#observations.has(key)) this.#observations.set(key, value);
  }

  /** Records a cell of the attribute matrix; the gravest measurement stays. */
  measure(attribute: MappedAttribute, column: AttributeColumn, verdict: Verdict): void {
    const key = cellKey(attribute, column);
    const known = this.#measured.get(key) ?? 'skip';
    if (WEIGHT[verdict] > WEIGHT[known]) this.#measured.set(key, verdict);
  }

  /** The application's attribute table with everything measured so far. */
  attributeReport(): AttributeReport[] {
    const rows = [
      ...this.users.map((attribute) => ({ attribute, resource: 'User' as const })),
      ...(this.groups ?? []).map((attribute) => ({ attribute, resource: 'Group' as const })),
    ];
    return rows.map(({ attribute, resource }) => {
      const cell = (column: AttributeColumn): Verdict =>
        this.#measured.get(cellKey(attribute, column)) ?? 'skip';
      return {
        resource,
        path: attribute.text,
        type: attribute.documentedType,
        documented: { ...attribute.documented, matching: attribute.matching !== null },
        source: attribute.source,
        measured: {
          create: cell('create'),
          read: cell('read'),
          update: cell('update'),
          clear: cell('clear'),
          filter: cell('filter'),
          required: cell('required'),
        },
      };
    });
  }

  /** Ends the session: deletes what is left, unless the plan forbids it, and closes the connections. */
  async close(): Promise<void> {
    if (this.plan.cleanup) await this.ledger.sweep();
    this.#transport.close();
  }

  /** Holds the queue for a while, and from then on sends fewer requests at a time: the target has too many already. */
  #pause(milliseconds: number): void {
    if (this.#queue.isPaused) return;
    this.#queue.pause();
    this.#queue.concurrency = Math.max(1, Math.floor(this.#queue.concurrency / 2));
    setTimeout(() => this.#queue.start(), milliseconds);
  }

  #note(trouble: string | null): void {
    this.#troubles = trouble === null ? 0 : this.#troubles + 1;
    if (this.#troubles >= LOST_AFTER) this.#lost = trouble;
  }
}

/** What every marker of a run begins with. */
export function runPrefix(runId: string): string {
  return `sc${runId}`;
}

function cellKey(attribute: MappedAttribute, column: AttributeColumn): string {
  return `${attribute.resource} ${attribute.text} ${column}`;
}
