import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import { mapAttributes } from '../config/mapping.ts';
import { isObject, type Json, member } from '../scim/json.ts';
import { applyPatch } from '../scim/patch.ts';
import { USER_TYPE } from '../scim/schemas/index.ts';
import { setPath } from './build.ts';
import { type Draft, draftArbitrary, suits } from './patch.ts';
import { PATCH_FORMS } from './patch-forms.ts';
import { NAME_FORMS } from './patch-name-forms.ts';
import { type PatchUnit, patchUnits, referenceUnit, specialUnits } from './patch-unit.ts';

const { users, user, groups } = mapAttributes(loadApplication('alvao'), { user: null, group: null });
const units = patchUnits(users, USER_TYPE, {});
const byText = (text: string): PatchUnit | undefined => units.find((unit) => unit.text === text);

describe('the attributes to play with', () => {
  test('are optional, of one value, of parts, or of elements', () => {
    const kinds = Object.fromEntries(units.map(({ text, kind }) => [text, kind]));
    expect(kinds).toMatchObject({ title: 'single', name: 'complex', emails: 'plural' });
    for (const name of ['userName', 'active', 'externalId', 'manager'])
      expect(kinds).not.toHaveProperty(name);
  });

  test('have of elements what the target declares', () => {
    expect(byText('emails')).toMatchObject({ main: 'value', others: ['display'], primary: true });
    expect(byText('emails')?.types).toContain('work');
    expect(patchUnits(users, null, {}).some(({ kind }) => kind === 'plural')).toBe(false);
  });

  test('have values enough to tell a change', () => {
    const constraints = { title: { enum: ['Dr'] } };
    expect(patchUnits(users, USER_TYPE, constraints).map(({ text }) => text)).not.toContain('title');
  });
});

describe('attributes of which some operations make sense alone', () => {
  const measured = users.map((row) => ({ ...row, required: false }));
  const forms = (unit: PatchUnit | undefined): readonly string[] =>
    unit === undefined ? [] : PATCH_FORMS.filter((form) => suits(form, unit)).map(({ name }) => name);

  test('active is taken away, where it is optional, and never set', () => {
    expect(specialUnits(users, {})).toEqual([]);
    const [active] = specialUnits(measured, {});
    expect(active).toMatchObject({ text: 'active', may: 'remove' });
    expect(forms(active)).toEqual(['remove a value']);
  });

  test('the name of a group gets another value, and is never taken away', () => {
    const [name] = specialUnits(groups ?? [], {});
    expect(name).toMatchObject({ text: 'displayName', may: 'rename', named: true });
    expect(forms(name)).toContain('replace without a path');
    expect(forms(name).filter((form) => /^(remove|add a value$)/.test(form))).toEqual([]);
  });

  test('members are left as they are', () => {
    const row = groups?.find(({ text }) => text === 'members');
    if (row === undefined) throw new Error('the table has no members');
    const members = referenceUnit(row, ['1', '2', '3', '4']);
    expect(forms(members)).toEqual([]);
    const [form] = PATCH_FORMS.filter(({ name }) => name === 'replace all elements');
    if (form === undefined) throw new Error('there is no such form');
    for (const { initial } of fc.sample(draftArbitrary(form, members), 5))
      expect(initial).toEqual([{ value: expect.any(String) }, { value: expect.any(String) }]);
  });
});

/** The resource in which a draft finds what it needs. */
function before(unit: PatchUnit, { initial }: Draft) {
  const types = { definition: unit.attribute, parent: unit.attribute };
  const empty = { schemas: [USER_TYPE.schema.id], userName: 'ada' };
  return initial === null ? empty : setPath(empty, unit.path, initial, types);
}

const FORMS = [...PATCH_FORMS, ...NAME_FORMS];
const pairs = FORMS.flatMap((form) =>
  units
    .filter((unit) => suits(form, unit))
    .map((unit) => ({ form, unit, name: `${form.name}: ${unit.text}` })),
);

test('every form can be written for some attribute', () => {
  expect(FORMS.filter((form) => !pairs.some((pair) => pair.form === form))).toEqual([]);
});

describe('an operation', () => {
  test.each(pairs)('$name is one that the RFC lets succeed, and changes something', ({ form, unit }) => {
    fc.assert(
      fc.property(draftArbitrary(form, unit), (draft) => {
        const operation = form.operation(unit, draft.initial, draft);
        expect(operation).not.toBeNull();
        if (operation === null) return;
        const resource = before(unit, draft);
        const { op, path, value } = form.means?.(operation) ?? operation;
        const after = applyPatch(resource, [{ op, path: path ?? null, value }], user);
        expect(after).not.toEqual(resource);
      }),
      { seed: 7, numRuns: 5 },
    );
  });

  test.each(NAME_FORMS)('$name: the path is another text, and the same in small letters', (form) => {
    const plain = PATCH_FORMS.find(({ name }) => form.name === `${name} in other letter case`);
    const unit = units.find(({ kind }) => kind === form.kind);
    if (plain === undefined || unit === undefined) throw new Error('there is nothing to spell otherwise');
    fc.assert(
      fc.property(draftArbitrary(form, unit), (draft) => {
        const [usual, other] = [plain, form].map((one) => one.operation(unit, draft.initial, draft)?.path);
        expect(other).not.toBe(usual);
        expect(other?.toLowerCase()).toBe(usual?.toLowerCase());
      }),
      { seed: 3, numRuns: 20 },
    );
  });

  test('of an element filter selects what is there', () => {
    const unit = byText('emails');
    const form = PATCH_FORMS.find(({ name }) => name === 'remove elements of a type');
    if (unit === undefined || form === undefined) throw new Error('there are e-mail addresses to remove');
    fc.assert(
      fc.property(draftArbitrary(form, unit), (draft) => {
        const types = (Array.isArray(draft.initial) ? draft.initial : []).map((item: Json) =>
          isObject(item) ? member(item, 'type') : null,
        );
        const { path = '' } = form.operation(unit, draft.initial, draft) ?? {};
        expect(types.map((type) => `emails[type eq "${String(type)}"]`)).toContain(path);
      }),
      { seed: 7, numRuns: 10 },
    );
  });
});
