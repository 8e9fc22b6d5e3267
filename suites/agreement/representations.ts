import { removePath } from '../../generators/build.ts';
import type { Answer, Case, CheckContext, CheckEntry, JsonObject } from '../../kit/index.ts';
import {
  describe,
  eq,
  InputRefused,
  isObject,
  member,
  readPath,
  shown,
  stringMember,
} from '../../kit/index.ts';
import { type Declared, nameOf, overDeclared, overPlaces, type Place } from './declared.ts';
import { type Departure, departures } from './validator.ts';

/** What resources look like against what /Schemas and /ResourceTypes declare: RFC 7644 §4, RFC 7643 §6, §7. */
export const representations: readonly CheckEntry[] = [
  {
    name: 'types',
    title: 'Every value of a resource has the type and plurality that its schema declares',
    requirements: ['RFC7644-4-schemas-agree', 'RFC7643-7-required'],
    run: (t) => overDeclared(t, typesAgree),
  },
  {
    name: 'required',
    title: 'No resource comes to be, or stays, without an attribute that its schema requires',
    requirements: ['RFC7643-7-required'],
    run: (t) => overPlaces(t, 'required', isRequired, requiredKept),
  },
];

async function typesAgree({ type, subject }: Declared, t: CheckContext): Promise<void> {
  await t.forAll(
    subject.arbitrary(),
    async (resource, c) => {
      const body = subject.stamp(c, resource);
      const { response, created } = await c.post(type.endpoint, body, `create a ${subject.noun}`);
      if (created === null) throw new InputRefused(`POST ${type.endpoint} answered ${describe(response)}`);
      if (isObject(response.body)) judgeForm(c, response.body, type);
      const got = await c.read(created);
      judgeAgrees(c, got, type, 'GET');
      const put = await c.send({ method: 'PUT', path: created.path, body: got, purpose: 'send it back' });
      if (put.status === 200 && isObject(put.body)) judgeAgrees(c, put.body, type, 'PUT');
      const name = nameOf(subject.noun, created.sent);
      if (name === null || t.session.facts.features.filter === false) return;
      const found = await c.send({
        method: 'GET',
        path: type.endpoint,
        query: { filter: eq(...name) },
        purpose: 'find it in a list',
      });
      for (const item of listed(found)) {
        if (stringMember(item, 'id') === created.id) judgeAgrees(c, item, type, 'a query');
      }
    },
    { runs: t.session.effort.costlyRuns },
  );
}

const listed = ({ status, body }: Answer): readonly JsonObject[] => {
  const found = status === 200 ? member(body, 'Resources') : undefined;
  return Array.isArray(found) ? found.filter(isObject) : [];
};

/** The answer to a creation may show less than the resource has (RFC 7644 §3.3). */
function judgeForm(c: Case, resource: JsonObject, type: Declared['type']): void {
  const found = departures(resource, type).filter(({ kind }) => kind === 'form');
  judgeDepartures(c, found, 'POST');
}

function judgeAgrees(c: Case, resource: JsonObject, type: Declared['type'], where: string): void {
  judgeDepartures(c, departures(resource, type), where);
}

function judgeDepartures(c: Case, found: readonly Departure[], where: string): void {
  const [first] = [...found].sort((a, b) => (a.at < b.at ? -1 : 1));
  const id = first?.kind === 'missing' ? 'RFC7643-7-required' : 'RFC7644-4-schemas-agree';
  const is = first?.kind === 'missing' ? 'is missing' : `is ${shown(first?.actual)}`;
  c.judge(id, first === undefined, () => ({
    message: `${first?.at} in the answer to ${where} ${is}, against what /Schemas declares`,
    expected: first?.expected ?? '',
    actual: `"${first?.at.replaceAll('/', '.')}": ${shown(first?.actual)}`,
    hint: 'Clients read /Schemas to learn how to send and store values.',
  }));
}

function isRequired({ definition, path }: Place): boolean {
  return (
    definition.required &&
    definition.mutability !== 'readOnly' &&
    path.subAttribute === null &&
    path.urn === null
  );
}

const isRefused = ({ status }: Answer): boolean => status >= 400;

/** A default of the target's own is a value too, so that accepting the request is no violation by itself. */
async function requiredKept(
  { type, subject, whole }: Declared,
  places: readonly Place[],
  t: CheckContext,
): Promise<void> {
  await t.forEach(places, (place, own) =>
    own.forAll(
      whole.arbitrary(),
      async (resource, c) => {
        const lacking = removePath(subject.stamp(c, resource), place.path, place);
        const purpose = `create a ${subject.noun} without ${place.text}`;
        const { response, created } = await c.post(type.endpoint, lacking, purpose);
        const hidden = ['never', 'request'].includes(place.definition.returned);
        const got = created === null || hidden ? null : await c.read(created);
        judgeHeld(c, got, place, type, 'POST', response);
        const complete = await subject.create(c, resource);
        const body = removePath(await c.read(complete), place.path, place);
        const put = await c.send({
          method: 'PUT',
          path: complete.path,
          body,
          purpose: `leave out ${place.text}`,
        });
        judgeHeld(c, hidden ? null : await c.read(complete), place, type, 'PUT', put);
      },
      { runs: 1 },
    ),
  );
}

function judgeHeld(
  c: Case,
  got: JsonObject | null,
  { text, path }: Place,
  type: Declared['type'],
  method: string,
  response: Answer,
): void {
  const holds = got === null ? isRefused(response) : readPath(got, path, type).length > 0;
  c.judge('RFC7643-7-required', holds, () => ({
    message: `/Schemas declares ${text} as required, and a ${method} without it is answered with ${describe(response)}`,
    expected: '400, or a resource with a value of its own there',
    actual: got === null ? describe(response) : `a resource without ${text}`,
  }));
}
