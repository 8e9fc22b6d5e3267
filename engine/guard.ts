import type { ScimRequest } from '../http/client.ts';
import type { RequirementId } from '../requirements/index.ts';
import { isObject, type Json } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { type Answer, describe, errorIn } from './answer.ts';
import type { Case } from './case.ts';
import { controlsOf, isBasic, type Plain, plainFormOf } from './controls.ts';
import type { Refused } from './refused.ts';
import { restamped } from './restamped.ts';
import { InputRefused, SetupFailure } from './violation.ts';

/**
 * Whether what a check blames may be blamed. A request that had to succeed and was refused is compared with its plain form:
 * where that is refused as well, or for the same reason, or where the refusal is about an attribute that the request does
 * not even have, the check cannot judge, and says for which refusal (RFC 7644 §3.12 leaves the reasons to the service
 * provider).
 * @returns why the check cannot judge, or null where it can
 */
export async function obstacleTo(
  c: Case,
  requirement: RequirementId,
  { request, answer }: Refused,
): Promise<SetupFailure | null> {
  const type = c.session.types.find((known) => request.path.startsWith(known.endpoint));
  const form = type === undefined ? null : plainFormOf(request, type);
  if (form !== null && isBasic(requirement, form)) return null;
  try {
    const twin = await plainTwin(c, request);
    if (twin !== null && !twin.ok) return cannot(answer, 'it is refused in its plain form as well');
    if (type === undefined || form === null) return null;
    const plain = await controlsOf(c.session).of(form, type);
    return compared(plain, request, answer, type);
  } catch (error) {
    if (error instanceof SetupFailure) return cannot(answer, `no plain form can be tried: ${error.message}`);
    throw error;
  }
}

async function compared(
  plain: readonly Plain[],
  request: ScimRequest,
  answer: Answer,
  type: ResourceType,
): Promise<SetupFailure | null> {
  const refusals = plain.filter((one) => !one.answer.ok);
  if (refusals.length === plain.length) return cannot(answer, 'its plain form is refused as well');
  if (refusals.some((one) => sameRefusal(one.answer, answer)))
    return cannot(answer, 'a plain request is refused for the same reason');
  const named = demanded(answer, request, type);
  return named === null
    ? null
    : cannot(answer, `the refusal is about ${named}, which the request does not have`);
}

function cannot(answer: Answer, why: string): SetupFailure {
  return new InputRefused(`cannot judge: refused for another reason, ${describe(answer)}; ${why}`, answer);
}

/** Whether two refusals say the same; what says nothing is the same as nothing. */
function sameRefusal(one: Answer, other: Answer): boolean {
  const [a, b] = [errorIn(one), errorIn(other)];
  // "Not implemented" says all there is to say.
  if (a.status === 501) return b.status === 501;
  return a.status === b.status && a.scimType === b.scimType && a.detail === b.detail;
}

/** An attribute that the words of a refusal name and that the request leaves out; null for none. */
export function demanded(
  answer: Answer,
  { method, body }: Pick<ScimRequest, 'method' | 'body'>,
  type: ResourceType,
): string | null {
  const { detail } = errorIn(answer);
  if (detail === null || method === 'GET' || method === 'DELETE') return null;
  const given = new Set(namesIn(body));
  const words = new Set(detail.match(/[A-Za-z$][\w$-]*/g)?.map((word) => word.toLowerCase()) ?? []);
  const attributes = [type.schema, ...type.extensions].flatMap((schema) => schema.attributes);
  const missing = attributes.find(
    ({ name }) => words.has(name.toLowerCase()) && !given.has(name.toLowerCase()),
  );
  const telling = missing !== undefined && !AMBIGUOUS.has(missing.name.toLowerCase());
  return telling ? missing.name : null;
}

/** Names of attributes that are words of error messages as well. */
const AMBIGUOUS: ReadonlySet<string> = new Set([
  'name',
  'active',
  'title',
  'groups',
  'roles',
  'members',
  'password',
]);

/** Every name and every word of a path in a body, in lower case. */
function namesIn(body: Json | undefined): readonly string[] {
  if (Array.isArray(body)) return body.flatMap(namesIn);
  if (isObject(body)) {
    return Object.entries(body).flatMap(([name, value]) => [
      ...wordsOf(name),
      ...(name === 'path' && typeof value === 'string' ? wordsOf(value) : namesIn(value)),
    ]);
  }
  return [];
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[a-z$][\w$-]*/g) ?? [];

/** The same request without the headers and parameters of its own; null where it has none. */
async function plainTwin(c: Case, request: ScimRequest): Promise<Answer | null> {
  const { headers = {}, query = {}, rawQuery, method, path, body, rawBody } = request;
  const parameters = Object.keys(query).filter((name) => method !== 'GET' || name !== 'filter');
  const varied = Object.keys(headers).length > 0 || parameters.length > 0 || rawQuery !== undefined;
  if (!varied || rawBody !== undefined || request.authorize === false) return null;
  const purpose = 'the same in its plain form, as a control';
  if (method === 'GET')
    return c.send({
      method,
      path,
      purpose,
      ...('filter' in query ? { query: { filter: query.filter ?? '' } } : {}),
    });
  if (method !== 'POST' || !isObject(body))
    return c.send({ method, path, purpose, ...(body === undefined ? {} : { body }) });
  return (await c.post(path, restamped(c, body), purpose)).response;
}
