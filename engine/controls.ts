import fc from 'fast-check';
import type { MappedAttribute } from '../config/mapping.ts';
import type { ScimRequest } from '../http/client.ts';
import type { RequirementId } from '../requirements/index.ts';
import { eq } from '../scim/filter.ts';
import { type JsonObject, stringMember } from '../scim/json.ts';
import { readPath } from '../scim/lookup.ts';
import { formatPath } from '../scim/path.ts';
import type { ResourceType } from '../scim/schema.ts';
import { PATCH_OP } from '../scim/urns.ts';
import type { Answer } from './answer.ts';
import { Case, type Created } from './case.ts';
import { oncePerSession } from './once-per-session.ts';
import { seedOf } from './seed.ts';
import type { Session } from './session.ts';
import { groupSubject, ownTypeSubject, type Subject, userSubject } from './subject.ts';
import { SetupFailure } from './violation.ts';

/** The plainest forms of what clients ask for; whatever a check varies is compared with one of them. */
export type PlainForm = 'create' | 'read' | 'list' | 'filter' | 'patch' | 'put' | 'delete';

/** How a plain form is answered. */
export interface Plain {
  readonly form: PlainForm;
  readonly answer: Answer;
}

/** The requirements that are about a plain form itself: they stand, however plain the request is that breaks them. */
const BASICS: Readonly<Record<PlainForm, readonly RequirementId[]>> = {
  create: ['APP-attribute', 'APP-optional', 'RFC7644-3.3-created'],
  read: ['RFC7644-3.4.1-retrieve'],
  list: ['RFC7644-3.4.2-list-response', 'APP-groups', 'O-004'],
  filter: ['APP-filterable', 'RFC7644-3.4.2.2-filter', 'E-031', 'E-033', 'E-042', 'O-005'],
  patch: ['RFC7644-3.5.2.3-replace', 'RFC7644-3.5.2-patch', 'E-126'],
  put: ['RFC7644-3.5.1-put', 'O-009'],
  delete: ['RFC7644-3.6-no-content'],
};

/** Whether a requirement is about this plain form itself. */
export function isBasic(requirement: RequirementId, form: PlainForm): boolean {
  return BASICS[form].includes(requirement);
}

/** Which plain form a request is a variation of, by its method and what its path names; null for none. */
export function plainFormOf(
  { method, path, query = {}, rawQuery = '' }: ScimRequest,
  { endpoint }: ResourceType,
): PlainForm | null {
  const below = path.slice(endpoint.length);
  if (!path.startsWith(endpoint) || !/^(\/[^/]+)?$/.test(below) || below === '/.search') return null;
  const filtered = 'filter' in query || /(^|&)filter=/.test(rawQuery);
  if (below === '')
    return method === 'POST' ? 'create' : method === 'GET' ? (filtered ? 'filter' : 'list') : null;
  const forms: Readonly<Record<string, PlainForm>> = {
    GET: 'read',
    PATCH: 'patch',
    PUT: 'put',
    DELETE: 'delete',
  };
  return forms[method] ?? null;
}

/** The plain forms of one session, each tried when it is first asked for, once for each resource type. */
class Controls {
  readonly #session: Session;
  readonly #known = new Map<string, Promise<readonly Plain[]>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * How a plain form is answered; a creation in two plain forms, with what is required alone and with all attributes, and a
   * PATCH in two, of a text and of a boolean.
   * @throws SetupFailure when what it needs first is refused
   */
  of(form: PlainForm, type: ResourceType): Promise<readonly Plain[]> {
    const key = `${form} ${type.endpoint}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const tried = this.#try(form, type).then((answers) => answers.map((answer) => ({ form, answer })));
    // Whoever waits for it fails, not the process.
    tried.catch(() => {});
    this.#known.set(key, tried);
    return tried;
  }

  async #try(form: PlainForm, type: ResourceType): Promise<readonly Answer[]> {
    return plainAnswers(new Case(this.#session, []), form, type);
  }
}

/**
 * How a plain form is answered now; what it takes is created in the case, which ends with it.
 * @throws SetupFailure when what it needs first is refused
 */
export async function plainAnswers(c: Case, form: PlainForm, type: ResourceType): Promise<readonly Answer[]> {
  const subject = subjectOf(c.session, type);
  try {
    if (form === 'list')
      return [await c.send({ method: 'GET', path: type.endpoint, purpose: 'list, as a control' })];
    const minimal = await post(c, subject, 'only');
    if (form === 'create') return [minimal.response, (await post(c, subject, 'with-optional')).response];
    const created = minimal.created ?? (await post(c, subject, 'with-optional')).created;
    if (created === null) throw new SetupFailure(`no plain ${subject.noun} can be created`, minimal.response);
    const answers = [await c.send(await plainRequest(c, form, subject, created))];
    const other = form === 'patch' ? enabling(subject, created) : null;
    return other === null ? answers : [...answers, await c.send(other)];
  } finally {
    c.end();
  }
}

async function plainRequest(
  c: Case,
  form: PlainForm,
  subject: Subject,
  created: Created,
): Promise<ScimRequest> {
  const { path } = created;
  const purpose = `${form}, as a control`;
  if (form === 'read') return { method: 'GET', path, purpose };
  if (form === 'delete') return { method: 'DELETE', path, purpose };
  const shown = await c.read(created);
  if (form === 'put') return { method: 'PUT', path, body: shown, purpose };
  const text = plainText(subject);
  const name = text === undefined ? 'displayName' : formatPath(text.path);
  if (form === 'patch') {
    const was = text === undefined ? shown.displayName : readPath(shown, text.path, subject.type)[0];
    const value = `${String(was ?? 'Ada')}x`;
    const body: JsonObject = { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: name, value }] };
    return { method: 'PATCH', path, body, purpose };
  }
  const named = subject.noun === 'user' ? 'userName' : 'displayName';
  const filter = eq(named, stringMember(shown, named) ?? 'ada');
  return { method: 'GET', path: subject.type.endpoint, query: { filter }, purpose };
}

/** The controls of a session. */
export const controlsOf = oncePerSession((session) => new Controls(session));

function subjectOf(session: Session, type: ResourceType): Subject {
  if (type.endpoint === session.userType.endpoint) return userSubject(session);
  const groups = type.endpoint === session.groupType.endpoint ? groupSubject(session) : null;
  return groups ?? ownTypeSubject(session, type, []);
}

/** A PATCH of another kind of attribute: some targets change only a few by PATCH, and that one for certain. */
function enabling({ attributes }: Subject, { path }: Created): ScimRequest | null {
  if (!attributes.some(({ text }) => text === 'active')) return null;
  const body: JsonObject = {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', path: 'active', value: true }],
  };
  return { method: 'PATCH', path, body, purpose: 'patch, as another control' };
}

/** A text that is the resource's own business: plain, single, and not the name that it is found by. */
function plainText({ attributes, noun }: Subject): MappedAttribute | undefined {
  const plain = attributes.filter(
    ({ definition, parent, path }) =>
      definition.type === 'string' &&
      definition.mutability === 'readWrite' &&
      definition.returned === 'default' &&
      definition.uniqueness === 'none' &&
      !parent.multiValued &&
      path.filter === null &&
      !['username', 'externalid', 'password'].includes(definition.name.toLowerCase()),
  );
  const short = plain.filter(({ path }) => path.urn === null && path.subAttribute === null);
  return noun === 'group' ? undefined : (short[0] ?? plain[0]);
}

function post(c: Case, subject: Subject, required: 'only' | 'with-optional'): ReturnType<Case['post']> {
  const seed = seedOf(c.session.plan.seed, 'control', subject.type.endpoint);
  const [body = {}] = fc.sample(subject.arbitrary({ required }), { seed, numRuns: 1 });
  return c.post(subject.type.endpoint, subject.stamp(c, body), `create a ${subject.noun}, as a control`);
}
