import { removePath } from '../../generators/build.ts';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Complaint,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import {
  aside,
  describe,
  eq,
  InputRefused,
  isObject,
  judgeNone,
  malformed,
  member,
  put,
  readPath,
  removeNow,
  stringMember,
  wrongValue,
} from '../../kit/index.ts';
import { type Declared, nameOf, overDeclared, overPlaces, type Place } from './declared.ts';
import { type Departure, departures } from './validator.ts';

const AGREE: RequirementId = 'RFC7644-4-schemas-agree';
const REQUIRED: RequirementId = 'RFC7643-7-required';

/** What resources look like against what /Schemas and /ResourceTypes declare: RFC 7644 §4, RFC 7643 §6, §7. */
export const representations: readonly CheckEntry[] = [
  {
    name: 'types',
    title: 'Every value of a resource has the type and plurality that its schema declares',
    requirements: [AGREE, REQUIRED],
    run: (t) => overDeclared(t, typesAgree),
  },
  {
    name: 'required',
    title: 'No resource comes to be, or stays, without an attribute that its schema requires',
    requirements: [REQUIRED],
    run: (t) => overPlaces(t, 'required', isRequired, requiredKept),
  },
];

/** What is required of the members of a group is required of clients (RFC 7643 §4.2): the group may show less. */
const OF_CLIENTS = 'members';

async function typesAgree({ type, subject }: Declared, t: CheckContext): Promise<void> {
  await t.forAll(
    subject.arbitrary(),
    async (resource, c) => {
      const body = subject.stamp(c, resource);
      const { response, created } = await c.post(type.endpoint, body, `create a ${subject.noun}`);
      if (created === null)
        throw new InputRefused(`POST ${type.endpoint} answered ${describe(response)}`, response);
      // The answer to a creation may show less than the resource has (RFC 7644 §3.3).
      const posted = departuresIn(response, type).filter(({ kind }) => kind === 'form');
      judgeDepartures(c, posted, 'POST', response);
      const read = await c.send({ method: 'GET', path: created.path, purpose: 'read it back' });
      judgeDepartures(c, departuresIn(read, type), 'GET', read);
      if (read.resource === null) return;
      const replaced = await put(c, created, read.resource, 'send it back');
      judgeDepartures(c, departuresIn(replaced, type), 'PUT', replaced);
      const name = nameOf(subject.noun, read.resource);
      if (name === null || t.session.facts.features.filter === false) return;
      const query = { filter: eq(...name) };
      const found = await c.send({ method: 'GET', path: type.endpoint, query, purpose: 'find it in a list' });
      for (const item of listed(found)) {
        if (stringMember(item, 'id') === created.id)
          judgeDepartures(c, departures(item, type), 'a query', found);
      }
    },
    { runs: t.session.effort.costlyRuns },
  );
}

function departuresIn({ resource }: Answer, type: Declared['type']): readonly Departure[] {
  return resource === null ? [] : departures(resource, type);
}

const listed = ({ list }: Answer): readonly JsonObject[] => {
  const found = member(list ?? undefined, 'Resources');
  return Array.isArray(found) ? found.filter(isObject) : [];
};

function judgeDepartures(c: Case, found: readonly Departure[], where: string, answer: Answer): void {
  const sorted = [...found].sort((a, b) => (a.at < b.at ? -1 : 1));
  const more = { when: `in the answer to ${where}`, answer };
  const wrong = sorted
    .filter(({ kind }) => kind === 'form')
    .map(({ attribute, expected, actual }) => malformed(attribute, expected, actual, { ...more, attribute }));
  judgeNone(c, AGREE, wrong);
  const missing = sorted
    .filter(({ kind, attribute }) => kind === 'missing' && !attribute.startsWith(OF_CLIENTS))
    .map(({ attribute, expected }) =>
      wrongValue(attribute, expected, undefined, {
        ...more,
        says: 'is missing, although it is required',
        expected,
      }),
    );
  judgeNone(c, REQUIRED, missing);
}

function isRequired({ definition, path }: Place): boolean {
  return (
    definition.required &&
    definition.mutability !== 'readOnly' &&
    path.attribute !== OF_CLIENTS &&
    path.subAttribute === null &&
    path.urn === null
  );
}

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
        const noun = `a ${subject.noun}`;
        const hidden = ['never', 'request'].includes(place.definition.returned);
        const lacking = removePath(subject.stamp(c, resource), place.path, place);
        const purpose = `create ${noun} without ${place.text}`;
        const { got, response } = await aside(c, async () => {
          const { response, created } = await c.post(type.endpoint, lacking, purpose);
          const got = created === null || hidden ? null : await c.read(created);
          // A second one without a name may be refused because of the first.
          if (created !== null) await removeNow(c, created);
          return { got, response };
        });
        const complete = await subject.create(c, resource);
        const body = removePath(await c.read(complete), place.path, place);
        const replaced = await put(c, complete, body, `leave out ${place.text}`);
        const left = hidden ? null : await c.read(complete);
        const wrong = [
          ...unheld(got, place, type, `a POST of ${noun}`, response),
          ...unheld(left, place, type, `a PUT of ${noun}`, replaced),
        ];
        judgeNone(c, REQUIRED, wrong);
      },
      { runs: 1 },
    ),
  );
}

/** @param got the resource afterwards; null where there is none, or it does not show the attribute anyway */
function unheld(
  got: JsonObject | null,
  { text, path }: Place,
  type: Declared['type'],
  what: string,
  answer: Answer,
): readonly Complaint[] {
  const holds = got === null ? !answer.ok : readPath(got, path, type).length > 0;
  if (holds) return [];
  return [
    {
      deviation: 'answered',
      what: `${what} without ${text}, which /Schemas declares as required,`,
      says: `is answered with ${describe(answer)}`,
      attribute: text,
      wanted: '400, or a resource with a value of its own there',
      actual: got === null ? describe(answer) : `a resource without ${text}`,
      answer,
    },
  ];
}
