import type {
  CheckContext,
  CheckEntry,
  Complaint,
  Json,
  JsonObject,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  adviseNone,
  COMMON_ATTRIBUTES,
  differences,
  findAttribute,
  GROUP,
  judgeNone,
  malformed,
  member,
  NotOffered,
  repertoireOf,
  SCHEMA_SCHEMA,
  stringMember,
  USER,
  wrongValue,
} from '../../kit/index.ts';
import { readListed, SCHEMAS } from '../discovery/documents.ts';

const NAME: RequirementId = 'RFC7643-2.1-name-syntax';
const SIMPLE: RequirementId = 'RFC7643-1.2-simple-attribute';
const NESTED: RequirementId = 'RFC7643-2.3.8-no-nesting';
const TYPE: RequirementId = 'RFC7643-2.3-new-types';
const REDEFINED: RequirementId = 'RFC7643-3.3-no-redefinition';
const HIDDEN: RequirementId = 'RFC7644-3.1-messages-hidden';
const DEFAULTS: RequirementId = 'RFC7643-2.2-defaults';

/** What the target's own /Schemas says, as far as RFC 7643 §2 and §3 rule it. */
export const declarations: readonly CheckEntry[] = [
  {
    name: 'declared-attributes',
    title: 'The attributes that /Schemas declares have proper names and types, and are nested once at most',
    requirements: [NAME, SIMPLE, NESTED, TYPE, REDEFINED],
    run: (t) => declaredAttributes(t),
  },
  {
    name: 'messages-are-no-schemas',
    title: '/Schemas does not list the schemas of messages',
    requirements: [HIDDEN],
    run: (t) => messagesHidden(t),
  },
  {
    name: 'left-out-characteristics',
    title: 'What a schema leaves out about an attribute has its default',
    requirements: [DEFAULTS],
    run: (t) => defaults(t),
  },
];

function messagesHidden(t: CheckContext): Promise<void> {
  return t.once(async (c) => {
    const ids = (await readListed(c, SCHEMAS)).map((schema) => stringMember(schema, 'id') ?? '');
    const messages = ids.filter((id) => id.toLowerCase().startsWith('urn:ietf:params:scim:api:'));
    const says = 'is listed by /Schemas';
    const wanted = 'schemas of resources only';
    judgeNone(
      c,
      HIDDEN,
      messages.map((got) => ({ deviation: 'present', what: 'the schema of a message', says, wanted, got })),
    );
  });
}

/** An attribute as /Schemas declares it, and where. */
interface Declared {
  readonly schema: string;
  readonly path: string;
  readonly item: Json;
  readonly nested: boolean;
}

function attributesIn(holder: JsonObject): readonly Declared[] {
  const schema = stringMember(holder, 'id') ?? '';
  return itemsOf(holder, 'attributes').flatMap((item) => {
    const path = String(member(item, 'name') ?? '');
    const parts = itemsOf(item, 'subAttributes').map((part) => ({
      schema,
      path: `${path}.${String(member(part, 'name') ?? '')}`,
      item: part,
      nested: true,
    }));
    return [{ schema, path, item, nested: false }, ...parts];
  });
}

function itemsOf(holder: Json, name: string): readonly Json[] {
  const items = member(holder, name);
  return Array.isArray(items) ? items : [];
}

/** RFC 7643 §2.1: a letter, then letters, digits and some signs; only `$ref` begins otherwise. */
const SYNTAX = /^(?:[a-z][\w$-]*|\$ref)$/i;
const TYPES = ['string', 'boolean', 'decimal', 'integer', 'datetime', 'binary', 'reference', 'complex'];

const typeOf = ({ item }: Declared): string => String(member(item, 'type') ?? 'string').toLowerCase();
const hasParts = ({ item }: Declared): boolean => itemsOf(item, 'subAttributes').length > 0;

/** What a declaration must not be; what is only advised comes first, so that nothing hides it. */
interface Rule {
  readonly id: RequirementId;
  readonly isWrong: (declared: Declared) => boolean;
  readonly says: string;
  readonly wanted: string;
  /** The member of the declaration that tells it. */
  readonly member: 'name' | 'type';
}

const RULES: readonly Rule[] = [
  {
    id: TYPE,
    isWrong: (declared) => !TYPES.includes(typeOf(declared)),
    says: 'has a data type that the standard does not know',
    wanted: TYPES.join(', '),
    member: 'type',
  },
  {
    id: NAME,
    isWrong: ({ item }) => !SYNTAX.test(stringMember(item, 'name') ?? ''),
    says: 'has a name that is none',
    wanted: 'a letter, followed by letters, digits, $, - or _',
    member: 'name',
  },
  {
    id: SIMPLE,
    isWrong: (declared) => typeOf(declared) !== 'complex' && hasParts(declared),
    says: 'has sub-attributes, although it is not complex',
    wanted: '"complex"',
    member: 'type',
  },
  {
    id: NESTED,
    // The attributes of a schema have subAttributes, which are attributes again: the one exception.
    isWrong: (declared) =>
      declared.nested &&
      declared.schema !== SCHEMA_SCHEMA &&
      (typeOf(declared) === 'complex' || hasParts(declared)),
    says: 'is complex itself',
    wanted: 'a simple type',
    member: 'type',
  },
];

async function declaredAttributes(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const all = (await readListed(c, SCHEMAS)).flatMap(attributesIn);
    judgeNone(c, REDEFINED, redefinitions(t));
    for (const { id, isWrong, says, wanted, member: name } of RULES) {
      const wrong = all.filter(isWrong).map(({ schema, path, item }) => {
        const what = `${`the attribute ${path}`.trim()} in ${schema}`;
        return malformed(what, wanted, member(item, name), { says, attribute: path });
      });
      judgeNone(c, id, wrong);
    }
  });
}

/** The attributes of the standard that an extension defines again. */
function redefinitions({ session }: CheckContext): readonly Complaint[] {
  const { user, group, others } = session.plan.target.facts;
  return [user, group, ...others].flatMap((type) => {
    const standard = [...COMMON_ATTRIBUTES, ...(type === group ? GROUP : USER).attributes];
    return (type?.extensions ?? []).flatMap(({ id, attributes }) =>
      attributes
        .filter(({ name }) => findAttribute(standard, name) !== undefined)
        .map(({ name }) => ({
          deviation: 'repeated' as const,
          what: `the standard’s ${name}`,
          says: `is defined again by the extension ${id}`,
          attribute: `${id}:${name}`,
          wanted: 'a name of its own',
          got: name,
        })),
    );
  });
}

/** What a target accepts and forgets it may (RFC 7644 §3.3), but its schema does not say so: a warning. */
async function defaults(t: CheckContext): Promise<void> {
  const subject = (await repertoireOf(t.session).taken()).find(({ noun }) => noun === 'user');
  const attributes = subject === undefined ? [] : await silentlyDeclared(t, subject);
  if (subject === undefined || attributes.length === 0)
    throw new NotOffered('the schemas leave no characteristic of these attributes out');
  const says = 'does not come back, although its schema leaves its characteristics at their defaults';
  await t.forAll(
    subject.arbitrary({ required: 'with-optional' }),
    async (user, c) => {
      const body = subject.stamp(c, user);
      const got = await c.read(await c.create(subject.type.endpoint, body, 'create a user'));
      const lost = differences(body, got, attributes, subject.type).filter(({ kind }) => kind === 'lost');
      adviseNone(
        c,
        DEFAULTS,
        lost.map(({ attribute: { text }, sent }) => wrongValue(text, sent, undefined, { says })),
      );
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** The attributes of users of which a schema does not say how they are written, or whether they come back (RFC 7643 §2.2). */
async function silentlyDeclared(
  t: CheckContext,
  { type, attributes }: Subject,
): Promise<Subject['attributes']> {
  const ids = [type.schema, ...type.extensions].map(({ id }) => id.toLowerCase());
  const silent = new Set<string>();
  await t.once(async (c) => {
    for (const { schema, path, item, nested } of (await readListed(c, SCHEMAS)).flatMap(attributesIn)) {
      const says = ['mutability', 'returned'].every((name) => member(item, name) !== undefined);
      if (!nested && !says && ids.includes(schema.toLowerCase())) silent.add(path.toLowerCase());
    }
  });
  return attributes.filter(
    ({ parent, path }) => path.subAttribute === null && silent.has(parent.name.toLowerCase()),
  );
}
