import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Json, JsonObject, ResourceType } from '../../kit/index.ts';
import { resourceJsonSchema, withDefinedNames } from '../../scim/json-schema.ts';

/** Where a representation departs from what its type declares. */
export interface Departure {
  /** Names and positions that lead to the value: `emails/0/primary`. */
  readonly at: string;
  /** The path of the attribute: `emails.primary`. */
  readonly attribute: string;
  /** `missing`: a required value is not there; `form`: another JSON type or form than declared. */
  readonly kind: 'missing' | 'form';
  /** What the declaration asks for. */
  readonly expected: string;
  readonly actual: Json | undefined;
}

const COMPILED = new WeakMap<ResourceType, ValidateFunction>();

/** Every departure of a service provider's answer from the declared type; empty when they agree. */
export function departures(resource: JsonObject, type: ResourceType): readonly Departure[] {
  const validate = compiled(type);
  const named = withDefinedNames(resource, type);
  return validate(named) ? [] : (validate.errors ?? []).flatMap((error) => toDeparture(error, named));
}

function compiled(type: ResourceType): ValidateFunction {
  const known = COMPILED.get(type);
  if (known !== undefined) return known;
  // Definitions are the target's: strict mode would throw for what it finds odd in them.
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: false, logger: false });
  const validate = ajv.compile(resourceJsonSchema(type, 'provider'));
  COMPILED.set(type, validate);
  return validate;
}

function toDeparture({ instancePath, keyword, params }: ErrorObject, resource: Json): readonly Departure[] {
  const steps = instancePath.split('/').slice(1).map(unescapePointer);
  const actual = steps.reduce<Json | undefined>(memberAt, resource);
  const found = { ...placeOf(steps), actual };
  switch (keyword) {
    case 'required':
      return [
        {
          ...placeOf([...steps, String(params.missingProperty)]),
          actual: undefined,
          kind: 'missing',
          expected: 'a value: it is required',
        },
      ];
    case 'not':
      return [{ ...found, kind: 'missing', expected: 'a value: it is required' }];
    case 'type':
      return [{ ...found, kind: 'form', expected: `JSON ${String(params.type).replace(/,?null/, '')}` }];
    case 'pattern':
      return [{ ...found, kind: 'form', expected: 'the form that its type prescribes' }];
    default:
      return [];
  }
}

function placeOf(steps: readonly string[]): Pick<Departure, 'at' | 'attribute'> {
  const [first = '', ...rest] = steps.filter((step) => !/^\d+$/.test(step));
  const below = rest.length === 0 ? '' : `${first.includes(':') ? ':' : '.'}${rest.join('.')}`;
  return { at: steps.join('/'), attribute: `${first}${below}` };
}

function memberAt(value: Json | undefined, step: string): Json | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return Object.entries(value).find(([key]) => key === step)?.[1];
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
