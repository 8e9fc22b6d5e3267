import fc from 'fast-check';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import type { PatchUnit } from './patch-unit.ts';

/** One PATCH operation with `op` as RFC 7644 §3.5.2 spells it. */
export interface DraftedOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path?: string;
  readonly value?: Json;
}

/** One operation before its turn has come: what the attribute holds before, and what is to be written. */
export interface Draft {
  /** Path of the attribute. */
  readonly unit: string;
  readonly form: string;
  /** The attribute's value before any operation; null when it has none. */
  readonly initial: Json;
  /** What the operation brings: a value, an object of parts, or elements. */
  readonly value: Json;
  /** Which of the elements or parts there are at its time. */
  readonly pick: number;
}

/** Ids of the requirements on what an operation leaves behind; those that judge by them check that the catalogue has them. */
export type PatchRequirement =
  | `RFC7644-3.5.2-${'default-schemas' | 'path' | 'primary'}`
  | `RFC7644-3.5.2.1-${'add' | 'add-no-path' | 'complex' | 'existing'}`
  | `RFC7644-3.5.2.2-remove${'' | '-all' | '-filter' | '-last' | '-last-record' | '-sub-attribute'}`
  | `RFC7644-3.5.2.3-replace${'' | '-absent' | '-all' | '-complex' | '-filter' | '-filter-sub-attribute' | '-no-path'}`
  | 'RFC7644-3.10-facets-caseless';

/** A form of operation that RFC 7644 §3.5.2 describes. */
export interface PatchForm {
  readonly name: string;
  /** What it does, with the attribute as `%`. */
  readonly words: string;
  readonly requirement: PatchRequirement;
  readonly kind: PatchUnit['kind'];
  /** Whether it can be written for this attribute at all. */
  readonly suits?: (unit: PatchUnit) => boolean;
  /** Whether the attribute has no value before. */
  readonly absent?: boolean;
  /** Whether the attribute has no value afterwards. */
  readonly unassigns?: boolean;
  /** The elements of a multi-valued attribute before. */
  readonly before?: ElementsBefore;
  /** The operation, given what the attribute holds at its time; null when it makes no sense then. */
  readonly operation: (unit: PatchUnit, state: Json, draft: Draft) => DraftedOperation | null;
  /**
   * The same in a form that the grammar has, where a target may refuse this one; but what it accepts it has to carry out.
   */
  readonly means?: (operation: DraftedOperation) => DraftedOperation;
}

/** What has to be known of a form to draw values for it. */
export type DraftedForm = Omit<PatchForm, 'requirement'>;

interface ElementsBefore {
  readonly count: number;
  /** All but the last are of one type; by default each has its own. */
  readonly sameType?: boolean;
  /** The first one is primary. */
  readonly primary?: boolean;
  /** Each has all its parts. */
  readonly full?: boolean;
}

/** Whether this form can be written for this attribute, and does to it what may be done. */
export function suits(form: DraftedForm, unit: PatchUnit): boolean {
  if (unit.kind !== form.kind || form.suits?.(unit) === false) return false;
  const { absent = false, unassigns = false } = form;
  const may = { change: true, rename: !absent && !unassigns, remove: unassigns, stay: false };
  return may[unit.may];
}

/** Values for an operation of this form on this attribute; `suits` has been asked. */
export function draftArbitrary(form: DraftedForm, unit: PatchUnit): fc.Arbitrary<Draft> {
  const values = unit.kind === 'plural' ? elementValues(form, unit) : plainValues(form, unit);
  return fc.tuple(values, fc.nat({ max: 7 })).map(([[initial, value], pick]) => ({
    unit: unit.text,
    form: form.name,
    initial,
    value,
    pick,
  }));
}

/** What the attribute holds before, and another value. */
function plainValues(form: DraftedForm, unit: PatchUnit): fc.Arbitrary<readonly [Json, Json]> {
  const main = (value: Json): Json => (unit.main === '' ? value : (member(value, unit.main) ?? null));
  const pair = fc.tuple(unit.full, unit.value).filter(([a, b]) => !sameText(main(a), main(b)));
  return form.absent === true ? pair.map(([, value]) => [null, value]) : pair;
}

/** The elements before, and one or two others, all told apart by their main part. */
function elementValues(form: DraftedForm, unit: PatchUnit): fc.Arbitrary<readonly [Json, Json]> {
  const { count, full = false, ...rest }: ElementsBefore = form.before ?? { count: 0 };
  const elements = fc.uniqueArray(full ? unit.full : unit.value, {
    minLength: count + 1,
    maxLength: count + 2,
    comparator: (a, b) => sameText(member(a, unit.main) ?? null, member(b, unit.main) ?? null),
  });
  return elements.map((all) => {
    const typed = all
      .filter(isObject)
      .map((item, index) => describedAs(item, unit, index, { count, ...rest }));
    return [count === 0 ? null : typed.slice(0, count), typed.slice(count)];
  });
}

/** Letter case aside: an attribute that is not case exact would not change otherwise. */
function sameText(a: Json, b: Json): boolean {
  return JSON.stringify(a).toLowerCase() === JSON.stringify(b).toLowerCase();
}

function describedAs(
  element: JsonObject,
  { types }: PatchUnit,
  index: number,
  { count, sameType = false, primary = false }: ElementsBefore,
): JsonObject {
  const at = sameType ? (index < count - 1 ? 0 : 1) : index;
  const type = types[at % Math.max(1, types.length)];
  return {
    ...element,
    ...(type === undefined ? {} : { type }),
    ...(primary && index === 0 ? { primary: true } : {}),
  };
}
