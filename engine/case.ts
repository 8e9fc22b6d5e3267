import type { MappedAttribute } from '../config/mapping.ts';
import { setPath } from '../generators/build.ts';
import { constraintFor } from '../generators/constraints.ts';
import { stampGroup, stampName, stampUser } from '../generators/identity.ts';
import type { ScimRequest, ScimResponse } from '../http/client.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Finding } from '../report/finding.ts';
import { TRANSCRIPT_LENGTH } from '../report/transcript.ts';
import { type RequirementId, requirement } from '../requirements/index.ts';
import { isObject, type Json, type JsonObject, stringMember } from '../scim/json.ts';
import { readPath } from '../scim/lookup.ts';
import type { ResourceType } from '../scim/schema.ts';
import { type Answer, answerFrom, describe } from './answer.ts';
import { type Complaint, type Evidence, evidenceOf } from './complaint.ts';
import { isOwn, isStranger } from './creations.ts';
import { idInLocation } from './identity.ts';
import { runPrefix } from './marker.ts';
import type { Refused, Warning } from './refused.ts';
import { resourcePath } from './resource-path.ts';
import type { Session } from './session.ts';
import { SetupFailure, Violation } from './violation.ts';

/** Exchanges kept per case; the oldest are dropped first. */
const KEPT_EXCHANGES = 40;

/**
 * Statuses of a server in trouble; 501 says "not implemented" (RFC 9110 §15.6.2), 503 "not now". A page that says 400 comes
 * from a server that could not read the request; with 401, 404 or 405 it is how a framework refuses, well before SCIM.
 */
const isCrash = ({ status, headers, text }: ScimResponse): boolean =>
  (status >= 500 && status !== 501 && status !== 503) ||
  (status === 400 && text !== '' && /^text\/html\b/i.test(headers['content-type'] ?? ''));

/** Statuses by which a creation is refused because of a resource that is there, or before anybody looks at it. */
const ELSEWHERE: ReadonlySet<number> = new Set([401, 403, 404, 405, 409, 413, 415, 429]);

/** Whether a refusal says that the request was looked at and not carried out, so that nothing may be there. */
const mayBeThere = ({ status }: ScimResponse): boolean =>
  status >= 400 && status < 500 && !ELSEWHERE.has(status);

/** A resource a case created on the target. */
export interface Created {
  readonly id: string;
  /** Path below the base URL. */
  readonly path: string;
}

/** A reading of what is shown on request alone. */
interface Aside {
  readonly asked: readonly string[];
  readonly plain: Answer;
}

/** One experiment: the requests of one generated input, the judgements on them, and the resources it made. */
export class Case {
  readonly session: Session;
  readonly exchanges: Exchange[] = [];
  /** The first exchanges in the order of their requests, whatever order the answers came in. */
  readonly opening: Exchange[] = [];
  readonly warnings: Warning[] = [];
  /** Judgements made; a check that made none has proven nothing. */
  judged = 0;
  requests = 0;
  /** The first crash in answer to a well-formed request. */
  crash: Refused | null = null;
  /** Creations that the target said it would not carry out. */
  readonly refusedCreations: Refused[] = [];
  /** The latest request. */
  underWay: ScimRequest | null = null;
  readonly #allowed: readonly RequirementId[];
  readonly #source: string | undefined;
  readonly #created: string[] = [];
  readonly #sent = new WeakMap<Exchange, Refused>();
  /** Readings of what is shown on request alone, with the plain reading beside which each was made. */
  readonly #asides = new WeakMap<Exchange, Aside>();

  /**
   * @param allowed ids of the requirements that the check judges
   * @param source id of the check, where there is one
   */
  constructor(session: Session, allowed: readonly RequirementId[], source?: string) {
    this.session = session;
    this.#allowed = allowed;
    this.#source = source;
  }

  /**
   * Sends a request and records the exchange. A crash in answer to a well-formed request is remembered: nobody may take it
   * for a permitted refusal.
   * @throws TransportError when no complete answer came
   */
  async send(request: ScimRequest): Promise<Answer> {
    const order = this.requests++;
    const record = (exchange: Exchange): void => {
      if (order < TRANSCRIPT_LENGTH) this.opening[order] = exchange;
      this.exchanges.push(exchange);
      if (this.exchanges.length > KEPT_EXCHANGES) this.exchanges.shift();
    };
    this.underWay = request;
    const response = await this.session.send(request, record, this.#source);
    const wellFormed = request.rawBody === undefined && request.wellFormed !== false;
    const answer = answerFrom(response);
    this.#sent.set(response.exchange, { request, answer });
    if (wellFormed && isCrash(response)) this.crash ??= { request, answer };
    if (request.method === 'POST' && mayBeThere(response)) this.refusedCreations.push({ request, answer });
    return answer;
  }

  /**
   * Judges one requirement. When it does not hold, the requirement's own weight decides: a MUST ends the case with a
   * violation, a SHOULD (or a habit of a client that no vendor promises) is kept as a warning and the case goes on.
   */
  judge(id: RequirementId, holds: boolean, complaint: () => Complaint): void {
    if (this.#counts(id, holds)) return;
    const { also = [], ...main } = complaint();
    const evidence = this.evidence(id, main);
    const others = also.map((other) => this.evidence(id, other));
    const refused = this.#refused(main, evidence);
    if (requirement(id).gate === 'fail') throw new Violation(evidence, others, refused);
    this.#warn({ evidence, refused });
    for (const other of others) this.#warn({ evidence: other, refused: null });
  }

  /** Judges something that the standard leaves open but that a client may trip over: a warning whatever the level. */
  advise(id: RequirementId, holds: boolean, complaint: () => Complaint): void {
    if (this.#counts(id, holds)) return;
    const { also = [], ...main } = complaint();
    for (const one of [main, ...also]) {
      const evidence = this.evidence(id, one);
      this.#warn({ evidence, refused: this.#refused(one, evidence) });
    }
  }

  /** A complaint as a finding about this case. */
  evidence(requirement: RequirementId, complaint: Complaint): Evidence {
    const { session, exchanges } = this;
    const { types, redact, plan } = session;
    return evidenceOf(this.#decided(complaint), {
      requirement,
      exchanges: [...exchanges],
      types,
      baseUrl: plan.target.url,
      redact,
    });
  }

  /** A marker of its own for what this case creates. */
  marker(): string {
    return this.session.marker();
  }

  /** The user with a marker of this run in its unique attributes. */
  stampUser(user: JsonObject, marker = this.marker()): JsonObject {
    const { constraints } = this.session.plan.target;
    const named = stampUser(
      user,
      marker,
      constraintFor(constraints, 'userName'),
      constraintFor(constraints, 'externalId'),
    );
    return this.stampAddresses(named, marker);
  }

  /** The group with a marker of this run in its unique attributes. */
  stampGroup(group: JsonObject, marker = this.marker()): JsonObject {
    const { constraints } = this.session.plan.target;
    const named = stampGroup(
      group,
      marker,
      constraintFor(constraints, 'displayName'),
      constraintFor(constraints, 'externalId'),
    );
    return this.#stampUnique(named, marker, this.session.groups ?? [], this.session.groupType);
  }

  /** The user with the marker in e-mail addresses and in every text that the target's own schema wants to be unique. */
  stampAddresses(user: JsonObject, marker: string): JsonObject {
    return this.#stampUnique(user, marker, this.session.users, this.session.userType);
  }

  /** The resource with the marker in every other text that the target's own schema wants to be unique. */
  #stampUnique(
    resource: JsonObject,
    marker: string,
    attributes: readonly MappedAttribute[],
    type: ResourceType,
  ): JsonObject {
    const { constraints } = this.session.plan.target;
    const named = attributes.filter(isUniqueText).reduce((stamped, attribute) => {
      const [value] = readPath(stamped, attribute.path, type);
      if (typeof value !== 'string') return stamped;
      const text = stampName(value, marker, constraintFor(constraints, attribute.text));
      return setPath(stamped, attribute.path, text, attribute);
    }, resource);
    // Where the addresses are an attribute as a whole, or the table has none.
    const { emails } = named;
    if (!Array.isArray(emails)) return named;
    return { ...named, emails: emails.map((element: Json) => stampElement(element, marker)) };
  }

  /**
   * Creates a user that the check needs; a marker is added.
   * @throws SetupFailure when the target does not create it
   */
  createUser(user: JsonObject, purpose = 'create the user'): Promise<Created> {
    return this.create(this.session.userType.endpoint, this.stampUser(user), purpose);
  }

  /** Creates a group that the check needs; a marker is added. @throws SetupFailure when the target does not create it */
  createGroup(group: JsonObject, purpose = 'create the group'): Promise<Created> {
    return this.create(this.session.groupType.endpoint, this.stampGroup(group), purpose);
  }

  /** Creates a resource that the check needs, exactly as given. @throws SetupFailure when the target does not create it */
  async create(endpoint: string, body: JsonObject, purpose: string): Promise<Created> {
    const { response, created } = await this.post(endpoint, body, purpose);
    if (created === null) {
      const lacks = response.ok ? ', which names no id of the new resource' : '';
      throw new SetupFailure(
        `to ${purpose}, POST ${endpoint} answered ${describe(response)}${lacks}, so the check cannot judge`,
        response,
      );
    }
    return created;
  }

  /** Sends a creation and takes note of what came into being; says nothing about whether the answer is right. */
  async post(
    endpoint: string,
    body: JsonObject,
    purpose: string,
    headers: Readonly<Record<string, string>> = {},
    query: Readonly<Record<string, string>> = {},
    sense: Pick<ScimRequest, 'wellFormed'> = {},
  ): Promise<{ response: Answer; created: Created | null }> {
    const request = { method: 'POST', path: endpoint, query, body, purpose, headers, ...sense } as const;
    const response = await this.send(request);
    if (!response.ok) return { response, created: null };
    // A service provider need not return the representation (RFC 7644 §3.3).
    const id = stringMember(response.resource, 'id') ?? idInLocation(response.headers.location, endpoint);
    if (id === undefined || id === '') return { response, created: null };
    if (await this.#belongsToOthers(resourcePath(endpoint, id), body, response))
      return { response, created: null };
    return { response, created: this.track({ id, path: resourcePath(endpoint, id) }) };
  }

  /**
   * Whether the answer to a creation shows another resource than the one sent, and reading it does not show otherwise: it
   * was there before, so nothing is ever done to it.
   */
  async #belongsToOthers(path: string, sent: JsonObject, answer: Answer): Promise<boolean> {
    const prefix = runPrefix(this.session.plan.runId);
    if (!isStranger(sent, answer.resource ?? undefined, prefix)) return false;
    const { resource } = await this.send({ method: 'GET', path, purpose: 'see whose resource it is' });
    if (!isOwn(sent, resource ?? undefined, prefix)) return true;
    this.session.ledger.clear(path);
    return false;
  }

  /** Notes a resource as created by this case. */
  track(created: Created): Created {
    this.#created.push(created.path);
    this.session.ledger.created(created.path);
    this.session.transcripts.created(created.id);
    return created;
  }

  /** Paths of what this case created, as long as it cleans up after itself. */
  get created(): readonly string[] {
    return this.#created;
  }

  /** Keeps what this case created out of its clean-up, for a population that outlives it. */
  release(): void {
    this.#created.length = 0;
  }

  /**
   * Reads a resource that the check needs, with what is shown on request only (RFC 7643 §7, `returned`).
   * @throws SetupFailure when it does not come back
   */
  async read(created: Pick<Created, 'path'>, purpose = 'read it back'): Promise<JsonObject> {
    const { path } = created;
    const shown = await this.#got(path, purpose, {});
    const asked = this.session.shownOnRequest(path);
    if (asked.length === 0) return shown.resource;
    const more = await this.#got(path, purpose, { attributes: asked.join(',') });
    this.#asides.set(more.exchange, { asked, plain: shown });
    return merged(more.resource, shown.resource);
  }

  async #got(
    path: string,
    purpose: string,
    query: Readonly<Record<string, string>>,
  ): Promise<Answer & { readonly resource: JsonObject }> {
    const answer = await this.send({ method: 'GET', path, query, purpose });
    const { resource } = answer;
    if (answer.status === 200 && resource !== null) return { ...answer, resource };
    const text = `GET ${path} answered ${describe(answer)}, so the check cannot judge`;
    throw new SetupFailure(text, answer);
  }

  /** Deletes, in the background, what this case created. */
  end(): void {
    if (this.session.plan.cleanup) this.session.ledger.discard(this.#created);
  }

  /** The complaint with the plain reading for what decides it, where the last reading was of what it is not about. */
  #decided(complaint: Complaint): Complaint {
    const deciding = complaint.answer?.exchange ?? this.exchanges.at(-1);
    const aside = deciding && this.#asides.get(deciding);
    if (aside === undefined) return complaint;
    const [root = ''] = /[^:.[]+(?=[.[][^:]*$|$)/.exec(complaint.attribute ?? '') ?? [];
    const about = aside.asked.some((name) => name.toLowerCase().endsWith(root.toLowerCase()));
    return root !== '' && about ? complaint : { ...complaint, answer: aside.plain };
  }

  #counts(id: RequirementId, holds: boolean): boolean {
    if (!this.#allowed.includes(id)) throw new Error(`the check judges ${id} without naming it`);
    this.judged++;
    return holds;
  }

  /** The refusal that decides a finding, where success was wanted. */
  #refused({ success }: Complaint, { finding, exchanges }: Evidence): Refused | null {
    const deciding = finding.deciding === null ? undefined : exchanges[finding.deciding];
    const sent = deciding && this.#sent.get(deciding);
    return success === true && sent !== undefined && sent.answer.status >= 400 ? sent : null;
  }

  #warn(warning: Warning): void {
    const key = findingKey(warning.evidence.finding);
    if (!this.warnings.some(({ evidence }) => findingKey(evidence.finding) === key))
      this.warnings.push(warning);
  }
}

/** What tells one finding from another. */
export function findingKey(finding: Finding): string {
  const { requirement, deviation, resourceType, attribute, operation } = finding;
  return [requirement, deviation, resourceType, attribute, operation].join(' ');
}

/**
 * Whether a text may have to be unique beside those that carry the marker anyway: where the target's own schema says so,
 * and e-mail addresses, which targets like to keep apart without saying so (RFC 7643 §7 lets them).
 */
function isUniqueText({ definition, parent, path, resource }: MappedAttribute): boolean {
  if (definition.type !== 'string') return false;
  const name = resource === 'User' ? 'userName' : 'displayName';
  const stamped = path.subAttribute === null && [name, 'externalId'].includes(path.attribute);
  const isAddress = parent.name === 'emails' && definition.name === 'value';
  return isAddress || (definition.uniqueness !== 'none' && !stamped);
}

/** An element of a multi-valued attribute with the marker in its value. */
function stampElement(element: Json, marker: string): Json {
  const value = stringMember(element, 'value');
  return isObject(element) && value !== undefined && !value.includes(marker)
    ? { ...element, value: stampName(value, marker, undefined) }
    : element;
}

/** Both readings of a resource, with the attributes of an extension from either. */
function merged(more: JsonObject, shown: JsonObject): JsonObject {
  const extensions = Object.entries(shown).flatMap(([name, value]) => {
    const other = more[name];
    return name.includes(':') && isObject(value) && isObject(other) ? [[name, { ...other, ...value }]] : [];
  });
  return { ...more, ...shown, ...Object.fromEntries(extensions) };
}
