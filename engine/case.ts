import type { MappedAttribute } from '../config/mapping.ts';
import { setPath } from '../generators/build.ts';
import { constraintFor } from '../generators/constraints.ts';
import { stampGroup, stampName, stampUser } from '../generators/identity.ts';
import { parseBody } from '../http/body.ts';
import type { ScimRequest, ScimResponse } from '../http/client.ts';
import type { Exchange } from '../http/exchange.ts';
import { TRANSCRIPT_LENGTH } from '../report/transcript.ts';
import { type RequirementId, requirement } from '../requirements/index.ts';
import { isObject, type JsonObject, stringMember } from '../scim/json.ts';
import { readPath } from '../scim/lookup.ts';
import type { ResourceType } from '../scim/schema.ts';
import { isOwn, isStranger } from './creations.ts';
import { runPrefix } from './marker.ts';
import { resourcePath } from './resource-path.ts';
import type { Session } from './session.ts';
import { type Evidence, type Finding, SetupFailure, Violation } from './violation.ts';

/** Exchanges kept per case; the oldest are dropped first. */
const KEPT_EXCHANGES = 40;
/** Characters of a finding's text that are kept. */
const LONGEST_TEXT = 600;

/** What a judgement says about the target when it does not hold. */
export type Complaint = Omit<Finding, 'requirement'>;

/** A resource a case created on the target. */
export interface Created {
  readonly id: string;
  /** Path below the base URL. */
  readonly path: string;
  /** What was sent, marker included. */
  readonly sent: JsonObject;
}

/** One experiment: the requests of one generated input, the judgements on them, and the resources it made. */
export class Case {
  readonly session: Session;
  readonly exchanges: Exchange[] = [];
  /** The first exchanges in the order of their requests, whatever order the answers came in. */
  readonly opening: Exchange[] = [];
  readonly warnings: Evidence[] = [];
  /** Judgements made; a check that made none has proven nothing. */
  judged = 0;
  requests = 0;
  readonly #allowed: readonly RequirementId[];
  readonly #source: string | undefined;
  readonly #created: string[] = [];

  /**
   * @param allowed ids of the requirements that the check judges
   * @param source id of the check, where there is one
   */
  constructor(session: Session, allowed: readonly RequirementId[], source?: string) {
    this.session = session;
    this.#allowed = allowed;
    this.#source = source;
  }

  /** Sends a request and records the exchange. @throws TransportError when no complete answer came */
  send(request: ScimRequest): Promise<ScimResponse> {
    const order = this.requests++;
    const record = (exchange: Exchange): void => {
      if (order < TRANSCRIPT_LENGTH) this.opening[order] = exchange;
      this.exchanges.push(exchange);
      if (this.exchanges.length > KEPT_EXCHANGES) this.exchanges.shift();
    };
    return this.session.send(request, record, this.#source);
  }

  /**
   * Judges one requirement. When it does not hold, the requirement's own weight decides: a MUST ends the case with a
   * violation, a SHOULD (or a habit of a client that no vendor promises) is kept as a warning and the case goes on.
   */
  judge(id: RequirementId, holds: boolean, complaint: () => Complaint): void {
    if (this.#counts(id, holds)) return;
    const finding = this.#finding(id, complaint());
    if (requirement(id).gate === 'fail') throw new Violation(finding);
    this.#warn(finding);
  }

  /** Judges something that the standard leaves open but that a client may trip over: a warning whatever the level. */
  advise(id: RequirementId, holds: boolean, complaint: () => Complaint): void {
    if (!this.#counts(id, holds)) this.#warn(this.#finding(id, complaint()));
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
    return attributes.filter(isUniqueText).reduce((stamped, attribute) => {
      const [value] = readPath(stamped, attribute.path, type);
      if (typeof value !== 'string') return stamped;
      const text = stampName(value, marker, constraintFor(constraints, attribute.text));
      return setPath(stamped, attribute.path, text, attribute);
    }, resource);
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
      throw new SetupFailure(
        `to ${purpose}, POST ${endpoint} answered ${describe(response)}, so the check cannot judge`,
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
  ): Promise<{ response: ScimResponse; created: Created | null }> {
    const response = await this.send({ method: 'POST', path: endpoint, query, body, purpose, headers });
    if (response.status < 200 || response.status > 299) return { response, created: null };
    const id = stringMember(response.body, 'id') ?? idFromLocation(response, endpoint);
    if (id === undefined || id === '') return { response, created: null };
    if (await this.#belongsToOthers(resourcePath(endpoint, id), body, response))
      return { response, created: null };
    return { response, created: this.track({ id, path: resourcePath(endpoint, id), sent: body }) };
  }

  /**
   * Whether the answer to a creation shows another resource than the one sent, and reading it does not show otherwise: it
   * was there before, so nothing is ever done to it.
   */
  async #belongsToOthers(path: string, sent: JsonObject, answer: ScimResponse): Promise<boolean> {
    const prefix = runPrefix(this.session.plan.runId);
    if (!isStranger(sent, answer.body, prefix)) return false;
    const { body } = await this.send({ method: 'GET', path, purpose: 'see whose resource it is' });
    if (!isOwn(sent, body, prefix)) return true;
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

  /** Keeps what this case created out of its clean-up, for a population that outlives it. */
  release(): void {
    this.#created.length = 0;
  }

  /** Reads a resource that the check needs. @throws SetupFailure when it does not come back */
  async read(created: Created, purpose = 'read it back'): Promise<JsonObject> {
    const response = await this.send({ method: 'GET', path: created.path, purpose });
    if (response.status !== 200 || !isObject(response.body)) {
      throw new SetupFailure(`GET ${created.path} answered ${describe(response)}, so the check cannot judge`);
    }
    return response.body;
  }

  /** Deletes, in the background, what this case created. */
  end(): void {
    if (this.session.plan.cleanup) this.session.ledger.discard(this.#created);
  }

  /** A complaint as a finding: without secrets, and short enough to read. Secrets go first, lest half of one stay. */
  #finding(requirement: RequirementId, complaint: Complaint): Finding {
    const tidy = Object.entries(complaint).map(([key, text]) => {
      const safe = this.session.redact(String(text));
      return [key, safe.length > LONGEST_TEXT ? `${safe.slice(0, LONGEST_TEXT)}…` : safe];
    });
    return { message: '', ...Object.fromEntries(tidy), requirement };
  }

  #counts(id: RequirementId, holds: boolean): boolean {
    if (!this.#allowed.includes(id)) throw new Error(`the check judges ${id} without naming it`);
    this.judged++;
    return holds;
  }

  #warn(finding: Finding): void {
    if (this.warnings.some((known) => known.finding.requirement === finding.requirement)) return;
    this.warnings.push({ finding, exchanges: [...this.exchanges] });
  }
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

/**
 * An answer in a few words: status, SCIM error detail where there is one, the kind of body otherwise. What it quotes is
 * the body as it was recorded, without secrets.
 */
export function describe(response: ScimResponse): string {
  const recorded = parseBody(response.exchange.response?.body ?? '');
  const detail = stringMember(recorded, 'detail');
  const scimType = stringMember(recorded, 'scimType');
  const words = [scimType, detail].filter((word) => word !== undefined && word !== '').join(': ');
  if (words !== '') return `${response.status} (${words})`;
  if (response.text === '') return `${response.status} with an empty body`;
  if (response.body === undefined) return `${response.status} with a body that is no JSON`;
  return `${response.status}`;
}

/** The id in a Location header; a service provider need not return the representation (RFC 7644 §3.3). */
function idFromLocation(response: ScimResponse, endpoint: string): string | undefined {
  const location = response.headers.location;
  const at = location?.lastIndexOf(`${endpoint}/`) ?? -1;
  if (location === undefined || at < 0) return undefined;
  try {
    return decodeURIComponent(location.slice(at + endpoint.length + 1).replace(/[/?#].*$/, ''));
  } catch {
    return undefined;
  }
}
