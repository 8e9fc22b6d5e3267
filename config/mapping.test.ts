import { describe, expect, it } from 'vitest';
import { formatPath } from '../scim/path.ts';
import type { ResourceType } from '../scim/schema.ts';
import { define, USER, USER_TYPE } from '../scim/schemas/index.ts';
import { CORE_USER, ENTERPRISE_USER } from '../scim/urns.ts';
import type { Application, DocumentedType, TableRow } from './application.ts';
import { loadApplication } from './load-application.ts';
import { type Mapping, mapAttributes } from './mapping.ts';

const NOTHING = { user: null, group: null };

function row(path: string, type: DocumentedType = 'String', facts: Partial<TableRow> = {}): TableRow {
  return { path, type, filterable: null, required: null, matching: null, ...facts };
}

function withUsers(...rows: readonly TableRow[]): Application {
  return { ...loadApplication('atea'), users: { rows, reason: null } };
}

function byText(mapping: Mapping, text: string) {
  const found = mapping.users.find((attribute) => attribute.text === text);
  if (found === undefined) throw new Error(`${text} is not mapped`);
  return found;
}

/** A target's declaration of users with the given core attributes and extensions. */
function declared(attributes = USER.attributes, extensions = USER_TYPE.extensions): ResourceType {
  return { name: 'User', endpoint: '/Users', schema: { ...USER, attributes }, extensions };
}

describe('mapAttributes', () => {
  it('leaves out what is known not to be kept or taken, with all its parts, unless it is required', () => {
    const mapping = mapAttributes(loadApplication('alvao'), NOTHING, {
      title: { kept: false },
      ADDRESSES: { taken: false },
      'phoneNumbers[type eq "work"].value': { kept: false },
      userName: { kept: false },
    });
    const texts = mapping.users.map(({ text }) => text);
    expect(texts).toContain('userName');
    expect(texts).toContain('phoneNumbers[type eq "mobile"].value');
    expect(texts.filter((text) => /^(title|addresses)|"work"\].value/.test(text))).toEqual([
      'emails[type eq "work"].value',
    ]);
    expect(mapping.leftOut.map(({ path }) => path.attribute)).toEqual(
      expect.arrayContaining(['title', 'addresses', 'phoneNumbers']),
    );
  });

  it('joins the rows of ALVAO with the definitions of RFC 7643, in documented order', () => {
    const application = loadApplication('alvao');
    const mapping = mapAttributes(application, NOTHING);
    expect(mapping.users.map(({ text }) => text)).toEqual(application.users.rows?.map(({ path }) => path));
    expect(mapping.groups?.map(({ text }) => text)).toEqual(['displayName', 'externalId', 'members']);
    expect(byText(mapping, 'addresses[type eq "work"].locality')).toMatchObject({
      definition: { name: 'locality', type: 'string' },
      parent: { name: 'addresses', type: 'complex', multiValued: true },
      filterable: false,
      required: false,
      matching: null,
      source: 'documented',
    });
    expect(byText(mapping, 'externalId')).toMatchObject({ filterable: true, required: true, matching: 2 });
    expect(mapping.user).toEqual(USER_TYPE);
  });

  it('maps a manager documented as String to the complex attribute, with a note', () => {
    const mapping = mapAttributes(loadApplication('alvao'), NOTHING);
    expect(byText(mapping, `${ENTERPRISE_USER}:manager`)).toMatchObject({
      documentedType: 'String',
      definition: { type: 'complex' },
      path: { urn: ENTERPRISE_USER, attribute: 'manager', subAttribute: null },
    });
    expect(mapping.notes).toEqual([
      `${ENTERPRISE_USER}:manager is documented as String; its schema defines a complex attribute, which is used.`,
    ]);
  });

  it('takes the required set from RFC 7643 where the table has no such column', () => {
    const mapping = mapAttributes(loadApplication('atea'), NOTHING);
    expect(mapping.users.filter(({ required }) => required).map(({ text }) => text)).toEqual(['userName']);
    expect(mapping.users.every(({ documented }) => documented.required === null)).toBe(true);
    expect(mapping.groups).toBeNull();
  });

  it('uses the schema spelling in the path and keeps the documented text', () => {
    const mapping = mapAttributes(
      withUsers(
        row('username', 'String', { matching: 1 }),
        row('emails[Type eq "other"].Value'),
        row(`${CORE_USER}:nickName`),
        row(`${ENTERPRISE_USER.toUpperCase()}:Department`),
      ),
      NOTHING,
    );
    expect(mapping.users.map(({ path }) => formatPath(path))).toEqual([
      'userName',
      'emails[type eq "other"].value',
      'nickName',
      `${ENTERPRISE_USER}:department`,
    ]);
    expect(mapping.notes[1]).toBe(
      'The User attribute emails[Type eq "other"].Value is read as emails[type eq "other"].value, the schema\'s spelling.',
    );
    expect(mapping.notes).toHaveLength(4);
  });

  it('defines attributes that neither the RFC nor the target knows', () => {
    const urn = 'urn:example:params:2.0:User';
    const mapping = mapAttributes(
      withUsers(
        row('userName', 'String', { matching: 1 }),
        row(`${urn}:badge`, 'Integer'),
        row(`${urn}:cards[kind eq "door"].number`),
        row(`${urn}:cards[kind eq "door"].active`, 'Boolean'),
        row('shoeSize', 'Decimal'),
        row('name.nickname'),
      ),
      NOTHING,
    );
    expect(byText(mapping, `${urn}:badge`).definition).toEqual(define('badge', 'integer'));
    const card = byText(mapping, `${urn}:cards[kind eq "door"].number`);
    expect(card.parent).toMatchObject({ type: 'complex', multiValued: true });
    expect(card.parent.subAttributes).toEqual([
      define('number'),
      define('kind'),
      define('active', 'boolean'),
    ]);
    expect(byText(mapping, 'shoeSize')).toMatchObject({
      path: { urn: null },
      definition: { type: 'decimal' },
    });
    expect(mapping.user.extensions.map(({ id }) => id)).toEqual([ENTERPRISE_USER, urn]);
    expect(byText(mapping, 'name.nickname').parent.subAttributes).toContainEqual(define('givenName'));
  });

  it('adds userName where the table leaves it out', () => {
    const mapping = mapAttributes(withUsers(row('displayName')), NOTHING);
    expect(mapping.users[0]).toMatchObject({
      text: 'userName',
      source: 'measured',
      matching: 1,
      required: true,
    });
    expect(mapping.notes).toEqual([
      'The User table has no userName; it is added, because RFC 7643 requires it.',
    ]);
  });

  it.each([
    ['nickNam', 'nickName'],
    ['profilURL', 'profileUrl'],
  ])('tells of %s that it is nearly an attribute of the schema', (written, meant) => {
    const mapping = mapAttributes(
      withUsers(row('userName', 'String', { matching: 1 }), row(written)),
      NOTHING,
    );
    expect(mapping.notes).toEqual([
      `The User schema has no ${written}, which is tested as it is written; is ${meant} meant?`,
    ]);
  });

  it('says nothing of attributes of its own, however short', () => {
    const rows = [
      row('userName', 'String', { matching: 1 }),
      row('costCentre'),
      row('namo'),
      row('nickName'),
    ];
    expect(mapAttributes(withUsers(...rows), NOTHING).notes).toEqual([]);
  });

  it('matches by userName where the table names no matching attribute, and always requires it', () => {
    const mapping = mapAttributes(withUsers(row('userName', 'String', { required: false })), NOTHING);
    expect(mapping.users[0]).toMatchObject({ matching: 1, filterable: true, required: true });
    expect(mapping.notes).toEqual([
      "The User table names no matching attribute; userName is taken, as in Entra's default mapping.",
      'userName is documented as optional; RFC 7643 requires it, so it is always sent.',
    ]);
  });
});

describe("a target's own /Schemas", () => {
  const atea = loadApplication('atea');

  it('give the characteristics, except those the text of RFC 7643 fixes', () => {
    const user = declared([
      define('USERNAME', 'string', { caseExact: true, mutability: 'immutable' }),
      define('locale', 'string', { caseExact: true, canonicalValues: ['de', 'en'] }),
    ]);
    const mapping = mapAttributes(atea, { user, group: null });
    expect(byText(mapping, 'userName').definition).toMatchObject({
      name: 'userName',
      caseExact: false,
      mutability: 'immutable',
    });
    expect(byText(mapping, 'locale').definition).toMatchObject({
      caseExact: true,
      canonicalValues: ['de', 'en'],
    });
    expect(byText(mapping, 'nickName').definition).toEqual(define('nickName'));
  });

  it("do not change the RFC's data types, and the difference is noted", () => {
    const user = declared([define('active', 'string'), define('emails', 'string'), define('profileUrl')]);
    const mapping = mapAttributes(atea, { user, group: null });
    expect(byText(mapping, 'active').definition.type).toBe('boolean');
    expect(byText(mapping, 'emails[type eq "work"].value').parent).toMatchObject({
      type: 'complex',
      multiValued: true,
    });
    expect(mapping.notes).toEqual([
      "The target's /Schemas calls active string; RFC 7643 defines it as boolean, which is used.",
      "The target's /Schemas calls emails string; RFC 7643 defines it as multi-valued complex, which is used.",
    ]);
  });

  it('define attributes and extensions of the target', () => {
    const extension = {
      id: 'urn:example:ext',
      name: 'Ext',
      attributes: [define('badge', 'string', { caseExact: true })],
    };
    const user = declared([define('id'), define('shoeSize', 'integer')], [extension]);
    const mapping = mapAttributes(withUsers(row('URN:example:EXT:Badge'), row('shoesize')), {
      user,
      group: null,
    });
    expect(mapping.users.slice(1).map(({ path }) => formatPath(path))).toEqual([
      'urn:example:ext:badge',
      'shoeSize',
    ]);
    expect(byText(mapping, 'URN:example:EXT:Badge').definition.caseExact).toBe(true);
    expect(mapping.user.schema.attributes.some(({ name }) => name === 'id')).toBe(false);
  });
});

describe('a table that is not documented', () => {
  const airstack = loadApplication('airstack');

  it('is the usual part of the default mapping of Entra when the target does not tell', () => {
    const mapping = mapAttributes(airstack, NOTHING);
    expect(mapping.users.map(({ text }) => text)).toEqual([
      'userName',
      'active',
      'displayName',
      'emails[type eq "work"].value',
      'name.givenName',
      'name.familyName',
      'externalId',
    ]);
    expect(mapping.users.every(({ source }) => source === 'measured')).toBe(true);
    expect(mapping.notes).toEqual([
      'The User attributes are measured, not documented (the tutorial publishes the attribute table only as a picture): ' +
        "they are those of Entra's default mapping. " +
        "The target's /Schemas does not tell which it offers, so the usual ones are tested.",
    ]);
  });

  it('is limited to what the target offers, lets write and labels', () => {
    const phones = USER.attributes.find(({ name }) => name === 'phoneNumbers');
    if (phones === undefined) throw new Error('no phoneNumbers');
    const user = declared(
      [
        define('userName', 'string', { required: true }),
        define('title', 'string', { required: true }),
        define('displayName', 'string', { mutability: 'readOnly' }),
        {
          ...phones,
          subAttributes: [define('value'), define('type', 'string', { canonicalValues: ['Work'] })],
        },
      ],
      [],
    );
    const mapping = mapAttributes(airstack, { user, group: null });
    expect(mapping.users.map(({ text, required }) => [text, required])).toEqual([
      ['userName', true],
      ['title', true],
      ['phoneNumbers[type eq "work"].value', false],
      ['externalId', false],
    ]);
  });

  it('counts the types that filters name among the canonical values (E-037)', () => {
    const rows = ['emails[type eq "personal"].value', 'roles[type eq "App"].value'].map(
      (path) => ({ path, type: 'String', filterable: null, required: null, matching: null }) as const,
    );
    const application: Application = { ...airstack, users: { rows, reason: null } };
    const types = mapAttributes(application, NOTHING)
      .users.filter(({ path }) => path.filter !== null)
      .map(({ parent }) => parent.subAttributes?.find(({ name }) => name === 'type')?.canonicalValues);
    expect(types).toEqual([['work', 'home', 'other', 'personal'], ['App']]);
  });

  it('is the whole default mapping when the target offers all of RFC 7643', () => {
    expect(mapAttributes(airstack, { user: USER_TYPE, group: null }).users).toHaveLength(23);
  });

  it('of groups is the default group mapping', () => {
    const application: Application = {
      ...loadApplication('alvao'),
      groups: { rows: null, reason: 'it is a picture' },
    };
    expect(mapAttributes(application, NOTHING).groups?.map(({ text }) => text)).toEqual([
      'displayName',
      'externalId',
      'members',
    ]);
  });
});
