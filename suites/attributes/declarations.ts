import type { Case, CheckContext, CheckEntry, Json, JsonObject } from '../../kit/index.ts';
import {
  COMMON_ATTRIBUTES,
  differences,
  findAttribute,
  GROUP,
  isObject,
  member,
  NotOffered,
  repertoireOf,
  SCHEMA_SCHEMA,
  shown,
  stringMember,
  USER,
} from '../../kit/index.ts';

/** What the target's own /Schemas says, as far as RFC 7643 §2 and §3 rule it. */
export const declarations: readonly CheckEntry[] = [
  {
    name: 'declared-attributes',
    title: 'The attributes that /Schemas declares have proper names and types, and are nested once at most',
    requirements: [
      'RFC7643-2.1-name-syntax',
      'RFC7643-1.2-simple-attribute',
      'RFC7643-2.3.8-no-nesting',
      'RFC7643-2.3-new-types',
      'RFC7643-3.3-no-redefinition',
    ],
    run: (t) => declared(t),
  },
  {
    name: 'messages-are-no-schemas',
    title: '/Schemas does not list the schemas of messages',
    requirements: ['RFC7644-3.1-messages-hidden'],
    run: (t) =>
      t.once(async (c) => {
        for (const schema of await schemasOf(c)) {
          const id = stringMember(schema, 'id') ?? '';
          c.judge(
            'RFC7644-3.1-messages-hidden',
            !id.toLowerCase().startsWith('urn:ietf:params:scim:api:'),
            () => ({
              message: '/Schemas lists the schema of a message',
              expected: 'schemas of resources only',
              actual: id,
            }),
          );
        }
      }),
  },
  {
    name: 'left-out-characteristics',
    title: 'What a schema leaves out about an attribute has its default',
    requirements: ['RFC7643-2.2-defaults'],
    run: (t) => defaults(t),
  },
];

/** An attribute as /Schemas declares it, and where. */
interface Declared {
  readonly schema: string;
  readonly path: string;
  readonly item: Json;
  readonly nested: boolean;
}

/** @throws NotOffered when the target has no /Schemas that can be read */
export async function schemasOf(c: Case): Promise<readonly JsonObject[]> {
  const { status, body } = await c.send({ method: 'GET', path: '/Schemas', purpose: 'read the schemas' });
  const items = Array.isArray(body) ? body : member(body, 'Resources');
  const schemas = Array.isArray(items) ? items.filter(isObject) : [];
  if (status !== 200 || schemas.length === 0)
    throw new NotOffered(`the target answers ${status} to /Schemas`);
  return schemas;
}

function attributesIn(schema: JsonObject): readonly Declared[] {
  const id = stringMember(schema, 'id') ?? '';
  return itemsOf(schema, 'attributes').flatMap((item) => {
    const name = String(member(item, 'name') ?? '');
    const own = { schema: id, path: name, item, nested: false };
    const subs = itemsOf(item, 'subAttributes').map((sub) => ({
      schema: id,
      path: `${name}.${String(member(sub, 'name') ?? '')}`,
      item: sub,
      nested: true,
    }));
    return [own, ...subs];
  });
}

function itemsOf(holder: Json, name: string): readonly Json[] {
  const items = member(holder, name);
  return Array.isArray(items) ? items : [];
}

/** RFC 7643 §2.1: a letter, then letters, digits and some signs; only `$ref` begins otherwise. */
const NAME = /^(?:[a-z][\w$-]*|\$ref)$/i;
const TYPES = ['string', 'boolean', 'decimal', 'integer', 'datetime', 'binary', 'reference', 'complex'];

async function declared(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const schemas = await schemasOf(c);
    for (const attribute of schemas.flatMap(attributesIn)) {
      judgeName(c, attribute);
      judgeNesting(c, attribute);
    }
    const { user, group, others } = t.session.plan.target.facts;
    const extensions = [user, group, ...others].flatMap((type) => type?.extensions ?? []);
    for (const { id, attributes } of extensions) {
      const standard = [
        ...COMMON_ATTRIBUTES,
        ...(group?.extensions.some((e) => e.id === id) ? GROUP : USER).attributes,
      ];
      const again = attributes.find(({ name }) => findAttribute(standard, name) !== undefined);
      c.judge('RFC7643-3.3-no-redefinition', again === undefined, () => ({
        message: `the extension ${id} defines the standard’s ${again?.name} again`,
        expected: 'a name of its own',
        actual: again?.name ?? '',
      }));
    }
  });
}

function judgeName(c: Case, { schema, path, item }: Declared): void {
  const name = member(item, 'name');
  c.judge('RFC7643-2.1-name-syntax', typeof name === 'string' && NAME.test(name), () => ({
    message: `${schema} declares an attribute with the name ${shown(name)}`,
    expected: 'a letter, followed by letters, digits, $, - or _',
    actual: shown(name),
  }));
  const type = member(item, 'type');
  const known = typeof type !== 'string' || TYPES.includes(type.toLowerCase());
  c.judge('RFC7643-2.3-new-types', known, () => ({
    message: `${path} in ${schema} has a data type that the standard does not know`,
    expected: TYPES.join(', '),
    actual: shown(type),
  }));
}

function judgeNesting(c: Case, { schema, path, item, nested }: Declared): void {
  const isComplex = String(member(item, 'type')).toLowerCase() === 'complex';
  const hasParts = itemsOf(item, 'subAttributes').length > 0;
  c.judge('RFC7643-1.2-simple-attribute', isComplex || !hasParts, () => ({
    message: `${path} in ${schema} has sub-attributes, although it is not complex`,
    expected: '"type": "complex"',
    actual: `"type": ${shown(member(item, 'type'))}`,
  }));
  // The attributes of a schema have subAttributes, which are attributes again: the one exception.
  c.judge(
    'RFC7643-2.3.8-no-nesting',
    !nested || schema === SCHEMA_SCHEMA || !(isComplex || hasParts),
    () => ({
      message: `the sub-attribute ${path} in ${schema} is complex itself`,
      expected: 'a simple type',
      actual: shown(item),
    }),
  );
}

/** The characteristics that a written value shows: it comes back unless the schema says otherwise (RFC 7643 §2.2). */
const CHARACTERISTICS = ['mutability', 'returned', 'required'];

async function defaults(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  const silent = new Set<string>();
  await t.once(async (c) => {
    for (const { path, item, nested } of (await schemasOf(c)).flatMap(attributesIn)) {
      if (!nested && CHARACTERISTICS.some((name) => member(item, name) === undefined))
        silent.add(path.toLowerCase());
    }
  });
  const attributes = subject.attributes.filter(
    ({ parent, path }) => path.subAttribute === null && silent.has(parent.name.toLowerCase()),
  );
  if (attributes.length === 0)
    throw new NotOffered('the schemas leave no characteristic of these attributes out');
  await t.forAll(
    subject.arbitrary({ required: 'with-optional' }),
    async (user, c) => {
      const created = await subject.create(c, user);
      const found = differences(created.sent, await c.read(created), attributes, subject.type);
      const [lost] = found.filter(({ kind }) => kind === 'lost');
      c.judge('RFC7643-2.2-defaults', lost === undefined, () => ({
        message: `${lost?.attribute.text} does not come back, although its schema leaves its characteristics at their defaults`,
        expected: 'readWrite and returned by default',
        actual: 'no value',
        hint: 'The schema leaves out mutability or returned where it is not the default.',
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}
