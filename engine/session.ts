import { AsyncLocalStorage } from 'node:async_hooks';
import PQueue from 'p-queue';
import type { Constraints } from '../config/application.ts';
import { type MappedAttribute, type Mapping, mapAttributes } from '../config/mapping.ts';
import type { ExchangeListener, ScimClient, ScimRequest, ScimResponse } from '../http/client.ts';
import type { Exchange } from '../http/exchange.ts';
import { Pace } from '../http/pace.ts';
import { type Transport, TransportError } from '../http/transport.ts';
import { graver } from '../report/graver.ts';
import type { AttributeColumn, AttributeReport, CheckResult, Learnt, Verdict } from '../report/report.ts';
import { isObject, type Json } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { wasCarriedOut } from './carried-out.ts';
import type { ApplicationFacts } from './check-head.ts';
import { Choices } from './choices.ts';
import { openConnection } from './connection.ts';
import { creationsIn, isStranger } from './creations.ts';
import { EFFORTS, type Effort } from './effort.ts';
import { idInLocation, idOf } from './identity.ts';
import { type Journal, NO_JOURNAL, openJournal } from './journal.ts';
import { Latency } from './latency.ts';
import { Ledger } from './ledger.ts';
import { runPrefix } from './marker.ts';
import type { Plan } from './plan.ts';
import { resourcePath } from './resource-path.ts';
import { TranscriptRecorder } from './transcript.ts';
import { NotOffered } from './violation.ts';
import { type Watcher, Witness } from './witness.ts';

/** Answers in a row that are missing, or refuse the credentials, after which a target counts as lost. */
const LOST_AFTER = 6;

/** What a 401 means after the connection test has shown that the credentials are good: nothing that could be judged. */
const REFUSED = 'the target refuses the credentials that it accepted before (401)';

/** Why a check that writes is skipped. */
const READ_ONLY = 'the check writes, and --read-only forbids that';

/** What asks for an answer that no check asked for: the population and its like. */
const SETUP = 'setup';

/** An answer stands as it is. */
const NEVER = (): Promise<boolean> => Promise.resolve(false);

/** What runs while nobody else sends anything; its requests go past the queue of its session, one at a time, until it is over. */
interface Exclusive {
  readonly session: Session;
  readonly queue: PQueue;
  over: boolean;
}

const EXCLUSIVE = new AsyncLocalStorage<Exclusive>();

/** The state that all checks against one target share. */
export class Session {
  readonly effort: Effort;
  readonly userType: ResourceType;
  readonly groupType: ResourceType;
  /** Notes about how the attribute table was read. */
  readonly notes: readonly string[];
  readonly ledger: Ledger;
  readonly latency = new Latency();
  readonly witness: Witness;
  readonly transcripts = new TranscriptRecorder();
  readonly redact: (text: string) => string;
  /** Of the tables, what the configuration says is not kept, or not taken. */
  readonly leftOut: readonly MappedAttribute[];
  /** The resource types of the target, those of its own included. */
  readonly types: readonly ResourceType[];
  /** What was learnt about the target before the first check; null where nothing was. */
  learnt: Learnt | null = null;
  /** Ids of users whom a new group has for members, where the target demands members. */
  demandedMembers: readonly string[] = [];
  /** Called before every request; what it gives is called with the answer, and says whether the request is to be sent again. */
  attend: (request: ScimRequest, source: string) => (response: ScimResponse) => Promise<boolean> = () =>
    NEVER;
  /** Called after every request with the number sent so far. */
  onRequest: (sent: number) => void = () => {};
  /** Called when a check finds something, with its result so far: it may go on for long. */
  onFinding: (result: CheckResult) => void = () => {};
  readonly #client: ScimClient;
  readonly #disconnect: () => void;
  readonly #queue: PQueue;
  readonly #pace = new Pace();
  /** The endpoints whose resources have an id of their own below them. */
  readonly #endpoints: ReadonlySet<string>;
  readonly #observations = new Map<string, Json>();
  readonly #choices = new Choices();
  readonly #measured = new Map<string, Verdict>();
  #plan: Plan;
  readonly #configured: Constraints;
  #respected: Constraints = {};
  #tables: Pick<Mapping, 'users' | 'groups'>;
  /** The tables with what the target turned out to demand. */
  #learnt: Pick<Mapping, 'users' | 'groups'>;
  #markers = 0;
  #solitary = 0;
  /** Requests at a time. */
  #width: number;
  #troubles = 0;
  /** Number of the request that the troubles began with. */
  #troubledSince = 0;
  /** The question whether the target still answers, while it is open. */
  #asking: Promise<boolean> | null = null;
  #lost: string | null = null;

  /**
   * @param transport where requests go; by default supertest on the target's URL
   * @param watcher what to look at in every answer; by default nothing
   */
  constructor(
    plan: Plan,
    {
      transport,
      watcher,
    }: { readonly transport?: Transport | undefined; readonly watcher?: Watcher | undefined } = {},
  ) {
    const { target } = plan;
    this.#plan = plan;
    this.#configured = target.constraints;
    this.effort = EFFORTS[plan.effort];
    const mapping = mapAttributes(plan.application, target.facts, target.constraints);
    this.#tables = mapping;
    this.leftOut = mapping.leftOut;
    this.#learnt = mapping;
    this.userType = mapping.user;
    this.groupType = mapping.group;
    this.notes = mapping.notes;
    this.#width = target.concurrency;
    this.#queue = new PQueue({
      concurrency: target.concurrency,
      ...(target.rate === null ? {} : { interval: 1000 / target.rate, intervalCap: 1 }),
    });
    // For what the run has to know and no check judges.
    const aside = (request: ScimRequest): Promise<ScimResponse> => this.#client.send(request, () => {});
    const connection = openConnection(
      target,
      plan.toolVersion,
      {
        schedule: (task, urgent) =>
          this.#turn().add(() => this.#pace.turn().then(task), { priority: urgent ? 1 : 0 }),
        pause: (milliseconds, sentAt) => this.#pace.refused(milliseconds, sentAt),
        answered: (quota) => this.#pace.answered(quota),
        carriedOut: (request) => wasCarriedOut(aside, request, runPrefix(plan.runId)),
      },
      transport,
    );
    this.#client = connection.client;
    this.#disconnect = connection.close;
    this.redact = connection.redact;
    const types = [mapping.user, mapping.group, ...target.facts.others];
    this.types = types;
    this.#endpoints = new Set(types.map(({ endpoint }) => endpoint));
    this.witness = new Witness(watcher?.({ types, etag: target.facts.features.etag === true }) ?? null);
    this.ledger = new Ledger(aside, this.#openJournal());
  }

  get plan(): Plan {
    return this.#plan;
  }

  /** The attributes of users, with those that the target turned out to demand as required ones. */
  get users(): readonly MappedAttribute[] {
    return this.#learnt.users;
  }

  /** The same of groups; null where the application provisions none. */
  get groups(): readonly MappedAttribute[] | null {
    return this.#learnt.groups;
  }

  /** What is respected beside the constraints of the configuration. */
  get respected(): Constraints {
    return this.#respected;
  }

  /** From now on resources are made so that they meet these constraints as well; what was respected before is not any more. */
  respect(constraints: Constraints): void {
    const { target, application } = this.#plan;
    const all = merged(this.#configured, constraints);
    this.#respected = constraints;
    this.#plan = { ...this.#plan, target: { ...target, constraints: all } };
    this.#learnt = mapAttributes(application, target.facts, all);
  }

  /** From now on the application provisions no groups: nobody says that it does, and the target has none. */
  leaveOutGroups(): void {
    const { application, target } = this.#plan;
    this.#plan = { ...this.#plan, application: { ...application, groups: null } };
    this.#tables = { ...this.#tables, groups: null };
    this.#learnt = mapAttributes(this.#plan.application, target.facts, target.constraints);
  }

  /** The application's tables with what the target demands beside, whether it takes all of it at once or not. */
  get documented(): Pick<Mapping, 'users' | 'groups'> {
    const { application, target } = this.#plan;
    const demands = Object.entries(target.constraints).filter(([, { single }]) => single !== true);
    return mapAttributes(application, target.facts, Object.fromEntries(demands));
  }

  /** The application's tables as they are documented, and as the configuration corrects them. */
  get tables(): Pick<Mapping, 'users' | 'groups'> {
    return this.#tables;
  }

  get facts(): ApplicationFacts {
    const { facts } = this.plan.target;
    return {
      applicationName: this.plan.application.name,
      users: this.users,
      groups: this.groups,
      features: facts.features,
      groupsListed: facts.groupsListed,
      authenticated: this.plan.target.credentials.kind !== 'none',
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

  /** Requests a second that the target takes without throttling; null where it throttled none. */
  get learntRate(): number | null {
    return this.#pace.learnt;
  }

  /** Requests that the target refused because there were too many. */
  get throttled(): number {
    return this.#client.throttled;
  }

  get observations(): Record<string, Json> {
    const { throttled, repeats } = this.#client;
    const counted: readonly [string, Json][] = [
      ['rate.throttled', throttled],
      ['rate.perSecond', this.learntRate ?? 0],
      ['network.repeats', repeats],
    ];
    const met = counted.filter(([, count]) => count !== 0);
    const chosen = this.#choices.report(this.plan.target.facts);
    const all = [...this.#observations, ...chosen, ...met];
    return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /**
   * Sends one request within the target's limits. Every answer goes past the session's witness.
   * @param source id of the check that asks
   * @throws TransportError when no complete answer came, when the credentials are refused all of a sudden, and at once
   *   when the target is lost
   * @throws NotOffered when the plan is to read only, and this would write
   */
  async send(request: ScimRequest, listener: ExchangeListener, source = SETUP): Promise<ScimResponse> {
    const answered = this.attend(request, source);
    const response = await this.#sendOnce(request, listener, source);
    return (await answered(response)) ? this.#sendOnce(request, listener, source) : response;
  }

  async #sendOnce(request: ScimRequest, listener: ExchangeListener, source: string): Promise<ScimResponse> {
    if (this.plan.readOnly && request.method !== 'GET') throw new NotOffered(READ_ONLY);
    this.#requireTarget();
    const sending = this.ledger.sending(creationsIn(request, runPrefix(this.plan.runId)));
    this.#requireTarget();
    try {
      const response = await this.#client.send(request, (exchange: Exchange) => {
        listener(exchange);
        this.latency.note(exchange, this.plan.target.url);
        this.onRequest(this.#client.sent);
      });
      this.#noteCreated(request, response);
      // Gateways answer so when they do not know what became of the request.
      if (response.status >= 500 && response.status !== 501) await sending.doubt(true);
      else if (lacksId(request, response)) await sending.doubt(false);
      else sending.settle();
      // Credentials that a check made wrong on purpose are refused rightly.
      const refused = response.status === 401 && request.authorize !== false;
      this.#note(refused ? REFUSED : null);
      if (refused) throw new TransportError('REFUSED', REFUSED);
      this.witness.see(request, response, source);
      this.#choices.note(response.exchange, response, this.plan.target.url);
      return response;
    } catch (error) {
      if (error instanceof TransportError && error.code !== 'REFUSED') {
        await this.#noteSilence(`the target stopped answering: ${error.message}`);
        await sending.doubt(this.#lost === null);
      }
      throw error;
    }
  }

  /** Gives the target up for a reason of ours, such as an interruption: checks end, cleaning up goes on. */
  abandon(reason: string): void {
    this.#lost ??= reason;
  }

  /** Names of the attributes, with the schema URI those of extensions, that resources at this path show on request only, by the target's own /Schemas. */
  shownOnRequest(path: string): readonly string[] {
    const { user, group, others } = this.plan.target.facts;
    const type = [user, group, ...others].find(
      (known) => known !== null && path.startsWith(`${known.endpoint}/`),
    );
    if (type === undefined || type === null) return [];
    const { schema, extensions } = type;
    return [schema, ...extensions].flatMap(({ id, attributes }) =>
      attributes
        .filter(({ returned }) => returned === 'request')
        .map(({ name }) => (id === schema.id ? name : `${id}:${name}`)),
    );
  }

  /**
   * Runs a part of the run with one request at a time, to tell a defect from what a target does under load.
   */
  async alone<T>(task: () => Promise<T>): Promise<T> {
    this.#solitary++;
    this.#queue.concurrency = 1;
    try {
      return await task();
    } finally {
      this.#solitary--;
      if (this.#solitary === 0) this.#queue.concurrency = this.#width;
    }
  }

  /**
   * Runs a part of the run while nobody else sends anything: what it does may keep the target from answering others. A
   * target that limits the rate is asked as usual.
   */
  async exclusively<T>(task: () => Promise<T>): Promise<T> {
    if (this.plan.target.rate !== null || this.isExclusive || this.#queue.isPaused) return task();
    const own: Exclusive = { session: this, queue: new PQueue({ concurrency: 1 }), over: false };
    this.#queue.pause();
    try {
      await this.#queue.onPendingZero();
      return await EXCLUSIVE.run(own, task);
    } finally {
      own.over = true;
      await own.queue.onIdle();
      this.#queue.start();
    }
  }

  /** Whether this is part of what runs while nobody else sends anything. */
  get isExclusive(): boolean {
    return this.#turn() !== this.#queue;
  }

  /** Where a request waits for its turn. */
  #turn(): PQueue {
    const own = EXCLUSIVE.getStore();
    return own?.session === this && !own.over ? own.queue : this.#queue;
  }

  /** Notes that an error came only while other requests were under way: from now on fewer are. */
  noteLoad(): void {
    this.observe('errors.underLoad', this.#width);
    this.#width = Math.max(1, Math.floor(this.#width / 2));
    if (this.#solitary === 0) this.#queue.concurrency = this.#width;
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
    this.#measured.set(key, graver(this.#measured.get(key) ?? 'skip', verdict));
  }

  /** The application's attribute table with everything measured so far. */
  attributeReport(): AttributeReport[] {
    const all = [...this.users, ...(this.groups ?? []), ...this.leftOut];
    const rows = all.map((attribute) => ({
      attribute,
      resource: attribute.resource === 'Group' ? ('Group' as const) : ('User' as const),
    }));
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

  /** Ends the session: deletes what is left, unless the plan forbids it, and closes journal and connections. */
  async close(): Promise<void> {
    if (this.plan.cleanup) await this.ledger.sweep();
    this.ledger.close();
    this.#disconnect();
  }

  /** A creation is known as soon as its answer is there, whatever the check makes of it. */
  #noteCreated({ method, path, body }: ScimRequest, { status, body: shown }: ScimResponse): void {
    const id = idOf(shown);
    if (method !== 'POST' || !isObject(body) || !(status >= 200 && status < 300) || !id) return;
    if (!this.#endpoints.has(path)) return;
    if (isStranger(body, shown, runPrefix(this.plan.runId))) this.ledger.suspect(resourcePath(path, id));
    else this.ledger.created(resourcePath(path, id));
  }

  #requireTarget(): void {
    if (this.#lost !== null) throw new TransportError('LOST', this.#lost);
  }

  #openJournal(): Journal {
    const { journal, runId, target, toolVersion } = this.plan;
    if (journal === null) return NO_JOURNAL;
    const head = {
      journal: 1,
      run: runId,
      target: target.name,
      url: this.redact(target.url),
      tool: toolVersion,
      startedAt: new Date().toISOString(),
    } as const;
    return openJournal(journal, head, (reason) => this.abandon(reason));
  }

  #note(trouble: string | null): void {
    if (this.#troubles === 0) this.#troubledSince = this.#client.sent;
    this.#troubles = trouble === null ? 0 : this.#troubles + 1;
    if (trouble !== null && this.#troubles >= LOST_AFTER)
      this.#lost = `${trouble}, from request ${this.#troubledSince} of the run on`;
  }

  /** Notes that no answer came. One kind of request that is never answered does not make a target lost that answers others. */
  async #noteSilence(trouble: string): Promise<void> {
    if (this.#troubles + 1 < LOST_AFTER || this.#lost !== null) return this.#note(trouble);
    this.#asking ??= this.#answers().finally(() => {
      this.#asking = null;
    });
    if (await this.#asking) this.#troubles = 0;
    else this.#note(trouble);
  }

  /** Whether a plain reading is answered, whatever the answer. */
  async #answers(): Promise<boolean> {
    const path = this.userType.endpoint;
    const purpose = 'see whether the target still answers';
    return this.#client
      .send({ method: 'GET', path, query: { count: 1 }, purpose }, () => {})
      .then(
        () => true,
        () => false,
      );
  }
}

/** Both at once; where both have something to say about an attribute, they say it together. */
function merged(known: Constraints, learnt: Constraints): Constraints {
  const spelling = new Map(Object.keys(known).map((text) => [text.toLowerCase(), text]));
  const added = Object.entries(learnt).map(([text, constraint]) => {
    const own = spelling.get(text.toLowerCase()) ?? text;
    return [own, { ...constraint, ...known[own] }] as const;
  });
  return { ...known, ...Object.fromEntries(added) };
}

function cellKey(attribute: MappedAttribute, column: AttributeColumn): string {
  return `${attribute.resource} ${attribute.text} ${column}`;
}

/** Whether a creation succeeded without telling what it created: it has to be looked for (RFC 7644 §3.3 wants a Location). */
function lacksId({ method, path }: ScimRequest, { status, headers, body }: ScimResponse): boolean {
  const created =
    method === 'POST' &&
    status >= 200 &&
    status < 300 &&
    !path.startsWith('/Bulk') &&
    !path.endsWith('/.search');
  return created && idOf(body) === undefined && idInLocation(headers.location, path) === undefined;
}
