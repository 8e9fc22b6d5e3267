import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject, member, sameJson } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import { CORE_USER } from '../../scim/urns.ts';
import { answer } from '../answer.ts';
import { idOf } from '../store.ts';
import type { Fault, FaultTable } from './fault.ts';
import { omit, patching } from './rewrite.ts';

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const isOn = ({ path }: PatchOperation, pattern: RegExp): boolean => path !== null && pattern.test(path);

/** The resource with this value of an attribute. */
const put = (resource: JsonObject, name: string, value: Json): JsonObject => ({ ...resource, [name]: value });

/** An attribute without a filter or sub-attribute, of the core schema. */
const PLAIN = /^[a-z]\w*$/i;
const FILTERED = /^(\w+)\[(.*)\](?:\.(\w+))?$/;
const META = /^meta\b|^id$/i;

/** Overrides of what a PATCH leaves behind, beside what it should. */
function leaving(
  change: (right: JsonObject, before: JsonObject, operations: readonly PatchOperation[]) => JsonObject,
): Fault['overrides'] {
  return (steps) => ({
    modify: (resource, operations, type) =>
      change(steps.modify(resource, operations, type), resource, operations),
  });
}

/** Operations that are wrong and are left out without a word. */
function ignoring(isWrong: (operation: Json) => boolean): Fault['overrides'] {
  return (steps) => ({
    readOperations: (body) => {
      const all = listOf(member(body, 'Operations'));
      const right = all.filter((operation) => !isWrong(operation));
      return right.length === 0 && all.length > 0 ? [] : steps.readOperations({ ...body, Operations: right });
    },
  });
}

/** The provider's error of this type is another one. */
function renaming(scimType: string, other: ScimError): Fault['overrides'] {
  return (steps) => ({
    modify: (resource, operations, type) => {
      try {
        return steps.modify(resource, operations, type);
      } catch (error) {
        throw error instanceof ScimError && error.scimType === scimType ? other : error;
      }
    },
  });
}

/** Defects in what PATCH operations do: RFC 7644 §3.5.2. */
export const PATCHING = {
  'add-keeps-existing-value': {
    title: 'an add operation does not replace the value of a single-valued attribute',
    violates: 'RFC7644-3.5.2.1',
    overrides: patching((operation, resource) =>
      operation.op === 'add' && isOn(operation, PLAIN) && typeof resource[operation.path ?? ''] === 'string'
        ? []
        : operation,
    ),
  },
  'add-replaces-elements': {
    title: 'an add operation replaces the elements of a multi-valued attribute',
    violates: 'RFC7644-3.5.2.1',
    overrides: patching((operation) =>
      operation.op === 'add' && Array.isArray(operation.value) && operation.path !== 'members'
        ? { ...operation, op: 'replace' }
        : operation,
    ),
  },
  'add-takes-first-element': {
    title: 'an add operation adds only the first of several elements',
    violates: 'RFC7644-3.5.2.1',
    overrides: patching((operation) =>
      operation.op === 'add' && Array.isArray(operation.value) && operation.path !== 'members'
        ? { ...operation, value: operation.value.slice(0, 1) }
        : operation,
    ),
  },
  'add-replaces-complex-value': {
    title: 'an add to a complex attribute drops the sub-attributes it does not name',
    violates: 'RFC7644-3.5.2.1',
    overrides: leaving((right, _before, operations) => {
      const added = operations.find(
        ({ op, path, value }) => op === 'add' && path === 'name' && isObject(value),
      );
      return isObject(added?.value) ? { ...right, name: added.value } : right;
    }),
  },
  'pathless-add-replaces-elements': {
    title: 'an add without a path replaces the elements of multi-valued attributes',
    violates: 'RFC7644-3.5.2.1',
    overrides: patching((operation) =>
      operation.op === 'add' && operation.path === null ? { ...operation, op: 'replace' } : operation,
    ),
  },
  'add-again-moves-time': {
    title: 'adding a value that is there already moves lastModified',
    violates: 'RFC7644-3.5.2.1',
    overrides: () => ({ isUnchanged: () => false }),
  },
  'add-again-conflicts': {
    title: 'adding a value that is there already is answered with 409',
    violates: 'RFC7644-3.5.2.1',
    overrides: (steps) => ({
      modify: (resource, operations, type) => {
        const result = steps.modify(resource, operations, type);
        if (operations.some(({ op }) => op === 'add') && sameJson(result, resource))
          throw new ScimError(409, 'uniqueness', 'The value is there already.');
        return result;
      },
    }),
  },
  'add-again-doubles': {
    title: 'adding an element that is there already stores it a second time',
    violates: 'RFC7644-3.5.2.1',
    overrides: leaving((right, _before, operations) =>
      operations.reduce((resource, { op, path, value }) => {
        if (op !== 'add' || path === null || !PLAIN.test(path) || path === 'members') return resource;
        const elements = listOf(resource[path]);
        const twice = listOf(value).filter((item) => elements.some((known) => sameJson(known, item)));
        return twice.length === 0 ? resource : put(resource, path, [...elements, ...twice]);
      }, right),
    ),
  },
  'add-without-value-ignored': {
    title: 'an add operation without a value is accepted and does nothing',
    violates: 'RFC7644-3.5.2.1',
    overrides: ignoring(
      (operation) => member(operation, 'op') === 'add' && member(operation, 'value') === undefined,
    ),
  },
  'remove-element-part-removes-element': {
    title: 'removing a sub-attribute of an element removes the element',
    violates: 'RFC7644-3.5.2.2',
    overrides: patching((operation) =>
      operation.op === 'remove' && isOn(operation, FILTERED)
        ? { ...operation, path: operation.path?.replace(/\]\.\w+$/, ']') ?? null }
        : operation,
    ),
  },
  'remove-element-part-of-all': {
    title: 'removing a sub-attribute of filtered elements removes it from all of them',
    violates: 'RFC7644-3.5.2.2',
    overrides: patching((operation) =>
      operation.op === 'remove'
        ? { ...operation, path: operation.path?.replace(/\[.*\](?=\.)/, '') ?? null }
        : operation,
    ),
  },
  'remove-first-match-only': {
    title: 'a remove with a value filter removes only the first element that matches',
    violates: 'RFC7644-3.5.2.2',
    overrides: leaving((right, before, operations) =>
      operations.reduce((resource, { op, path }) => {
        const name = op === 'remove' ? FILTERED.exec(path ?? '')?.[1] : undefined;
        if (name === undefined || name === 'members' || /\]\./.test(path ?? '')) return resource;
        const [, ...spared] = listOf(before[name]).filter(
          (item) => !listOf(resource[name]).some((left) => sameJson(left, item)),
        );
        return spared.length === 0 ? resource : put(resource, name, [...listOf(resource[name]), ...spared]);
      }, right),
    ),
  },
  'remove-last-element-ignored': {
    title: 'the last element of a multi-valued attribute cannot be removed by a filter',
    violates: 'RFC7644-3.5.2.2',
    overrides: leaving((right, before, operations) =>
      operations.reduce((resource, { op, path }) => {
        const name = op === 'remove' ? FILTERED.exec(path ?? '')?.[1] : undefined;
        const elements = name === undefined || name === 'members' ? undefined : before[name];
        return name === undefined || elements === undefined || resource[name] !== undefined
          ? resource
          : put(resource, name, elements);
      }, right),
    ),
  },
  'remove-all-keeps-first': {
    title: 'removing a multi-valued attribute leaves its first element',
    violates: 'RFC7644-3.5.2.2',
    overrides: leaving((right, before, operations) =>
      operations.reduce((resource, { op, path }) => {
        const [first] = op === 'remove' && path !== null && path !== 'members' ? listOf(before[path]) : [];
        return first === undefined || path === null ? resource : put(resource, path, [first]);
      }, right),
    ),
  },
  'remove-without-path-ignored': {
    title: 'a remove operation without a path is accepted and does nothing',
    violates: 'RFC7644-3.5.2.2',
    overrides: ignoring(
      (operation) => member(operation, 'op') === 'remove' && member(operation, 'path') === undefined,
    ),
  },
  'remove-without-path-invalid-path': {
    title: 'a remove operation without a path is refused with scimType invalidPath',
    violates: 'RFC7644-3.5.2.2',
    overrides: renaming('noTarget', new ScimError(400, 'invalidPath', 'The path is missing.')),
  },
  'remove-required-invalid-value': {
    title: 'removing a required attribute is refused with scimType invalidValue',
    violates: 'RFC7644-3.5.2.2',
    overrides: renaming('mutability', new ScimError(400, 'invalidValue', 'The attribute is required.')),
  },
  'replace-drops-other-parts': {
    title: 'a replace of a complex attribute drops the sub-attributes it does not name',
    violates: 'RFC7644-3.5.2.3',
    overrides: leaving((right, _before, operations) => {
      const replaced = operations.find(
        ({ op, path, value }) => op === 'replace' && path === 'name' && isObject(value),
      );
      return isObject(replaced?.value) ? { ...right, name: replaced.value } : right;
    }),
  },
  'replace-absent-no-target': {
    title: 'a replace of an attribute without a value is refused with noTarget',
    violates: 'RFC7644-3.5.2.3',
    overrides: patching((operation, resource) => {
      if (
        operation.op === 'replace' &&
        isOn(operation, PLAIN) &&
        member(resource, operation.path ?? '') === undefined
      )
        throw new ScimError(400, 'noTarget', `There is no ${operation.path} to replace.`);
      return operation;
    }),
  },
  'replace-all-adds': {
    title: 'a replace of a multi-valued attribute adds to the elements that are there',
    violates: 'RFC7644-3.5.2.3',
    overrides: patching((operation) =>
      operation.op === 'replace' && Array.isArray(operation.value) && operation.path !== 'members'
        ? { ...operation, op: 'add' }
        : operation,
    ),
  },
  'replace-filter-first-match-only': {
    title: 'a replace of a sub-attribute changes only the first element that matches',
    violates: 'RFC7644-3.5.2.3',
    overrides: leaving((right, before, operations) =>
      operations.reduce((resource, { op, path }) => {
        const name = op === 'replace' ? FILTERED.exec(path ?? '')?.[1] : undefined;
        if (name === undefined) return resource;
        const was = listOf(before[name]);
        let changed = 0;
        const spared = listOf(resource[name]).map((item, index) => {
          const old = was[index];
          if (old === undefined || sameJson(item, old)) return item;
          changed++;
          return changed > 1 ? old : item;
        });
        return changed > 1 ? put(resource, name, spared) : resource;
      }, right),
    ),
  },
  'replace-filter-ignored': {
    title: 'a replace of a sub-attribute changes every element, whatever the filter',
    violates: 'RFC7644-3.5.2.3',
    overrides: patching((operation) =>
      operation.op === 'replace' && isOn(operation, /\]\.display$/)
        ? { ...operation, path: operation.path?.replace(/\[.*\](?=\.)/, '') ?? null }
        : operation,
    ),
  },
  'replace-element-appends': {
    title: 'a replace of a filtered element adds the new one and keeps the old',
    violates: 'RFC7644-3.5.2.3',
    overrides: patching((operation) =>
      operation.op === 'replace' && isOn(operation, /\]$/)
        ? { op: 'add', path: operation.path?.replace(/\[.*$/, '') ?? null, value: [operation.value ?? null] }
        : operation,
    ),
  },
  'no-match-ignored': {
    title: 'a replace whose filter matches nothing is accepted and does nothing',
    violates: 'RFC7644-3.5.2.3',
    overrides: (steps) => ({
      modify: (resource, operations, type) => {
        try {
          return steps.modify(resource, operations, type);
        } catch (error) {
          const pathless = operations.some(({ path }) => path === null);
          if (error instanceof ScimError && error.scimType === 'noTarget' && !pathless) return resource;
          throw error;
        }
      },
    }),
  },
  'no-match-404': {
    title: 'a replace whose filter matches nothing is answered with 404',
    violates: 'RFC7644-3.5.2.3',
    overrides: renaming('noTarget', new ScimError(404, null, 'No value matches.')),
  },
  'patched-primary-not-alone': {
    title: 'an element that PATCH makes primary leaves the former one primary',
    violates: 'RFC7644-3.5.2',
    overrides: leaving((right, before) =>
      Object.fromEntries(
        Object.entries(right).map(([name, value]) => {
          const main = listOf(before[name]).find((item) => member(item, 'primary') === true);
          const key = member(main, 'value');
          if (key === undefined || !Array.isArray(value)) return [name, value];
          return [
            name,
            value.map((item: Json) =>
              member(item, 'value') === key && isObject(item) ? { ...item, primary: true } : item,
            ),
          ];
        }),
      ),
    ),
  },
  'operations-in-reverse': {
    title: 'the operations of a PATCH are applied from the last to the first',
    violates: 'RFC7644-3.5.2',
    overrides: (steps) => ({
      modify: (resource, operations, type) => steps.modify(resource, operations.toReversed(), type),
    }),
  },
  'operations-see-original': {
    title: 'each operation of a PATCH starts from the resource as it was before the first',
    violates: 'RFC7644-3.5.2',
    overrides: (steps) => ({
      modify: (resource, operations, type) =>
        operations.reduce((result, operation) => {
          const alone = steps.modify(resource, [operation], type);
          const changed = Object.entries(alone).filter(([name, value]) => !sameJson(value, resource[name]));
          return changed.reduce((merged, [name, value]) => put(merged, name, value), result);
        }, resource),
    }),
  },
  'failing-operation-skipped': {
    title: 'an operation that fails is left out, and the PATCH succeeds',
    violates: 'RFC7644-3.5.2',
    overrides: (steps) => ({
      modify: (resource, operations, type) =>
        operations.reduce((result, operation) => {
          try {
            return steps.modify(result, [operation], type);
          } catch (error) {
            if (operations.length > 1) return result;
            throw error;
          }
        }, resource),
    }),
  },
  'operations-before-failure-stay': {
    title: 'what the operations before a failing one did is stored although the PATCH fails',
    violates: 'RFC7644-3.5.2',
    overrides: (steps, { store }) => ({
      modify: (resource, operations, type) => {
        let result = resource;
        for (const operation of operations) {
          try {
            result = steps.modify(result, [operation], type);
          } catch (error) {
            store.put(type.name, idOf(resource), result);
            throw error;
          }
        }
        return result;
      },
    }),
  },
  'qualified-path-refused': {
    title: 'a path with the URN of the core schema is refused',
    violates: 'RFC7644-3.5.2',
    overrides: patching((operation) => {
      if (operation.path?.startsWith(`${CORE_USER}:`))
        throw new ScimError(400, 'invalidPath', `${operation.path} is no attribute.`);
      return operation;
    }),
  },
  'plain-path-refused-when-extended': {
    title: 'a path without a URN is refused for a resource that has an extension',
    violates: 'RFC7644-3.5.2',
    overrides: patching((operation, resource) => {
      if (isOn(operation, PLAIN) && listOf(resource.schemas).length > 1)
        throw new ScimError(400, 'invalidPath', `The schema of ${operation.path} is not given.`);
      return operation;
    }),
  },
  'read-only-change-ignored': {
    title: 'a PATCH of a readOnly attribute is accepted without effect',
    violates: 'RFC7644-3.5.2',
    overrides: patching((operation) => (isOn(operation, META) && operation.op !== 'remove' ? [] : operation)),
  },
  'ill-typed-value-ignored': {
    title: 'a PATCH with a value of another type than its attribute’s is accepted without effect',
    violates: 'RFC7644-3.5.2',
    overrides: patching((operation) =>
      isOn(operation, PLAIN) && isObject(operation.value) && operation.path !== 'name' ? [] : operation,
    ),
  },
  'ill-typed-value-stored': {
    title: 'an object for a text attribute is stored as a text',
    violates: 'RFC7644-3.5.2',
    overrides: patching((operation) =>
      isOn(operation, PLAIN) &&
      isObject(operation.value) &&
      !['name', 'active', 'manager'].includes(operation.path ?? '')
        ? { ...operation, value: '[object Object]' }
        : operation,
    ),
  },
  'missing-operations-accepted': {
    title: 'a PATCH without Operations is accepted',
    violates: 'RFC7644-3.5.2',
    overrides: (steps) => ({
      readOperations: (body) => (member(body, 'Operations') === undefined ? [] : steps.readOperations(body)),
    }),
  },
  'missing-op-replaces': {
    title: 'an operation without an op counts as replace',
    violates: 'RFC7644-3.5.2',
    overrides: (steps) => ({
      readOperations: (body) =>
        steps.readOperations({
          ...body,
          Operations: listOf(member(body, 'Operations')).map((operation) =>
            isObject(operation) && operation.op === undefined ? { ...operation, op: 'replace' } : operation,
          ),
        }),
    }),
  },
  'unknown-op-ignored': {
    title: 'an operation with an unknown op is accepted and does nothing',
    violates: 'RFC7644-3.5.2',
    overrides: ignoring((operation) => {
      const op = member(operation, 'op');
      return typeof op === 'string' && !/^(add|remove|replace)$/i.test(op);
    }),
  },
  'malformed-path-ignored': {
    title: 'an operation with a malformed path is accepted and does nothing',
    violates: 'RFC7644-3.5.2',
    overrides: (steps) => ({
      modify: (resource, operations, type) => {
        try {
          return steps.modify(resource, operations, type);
        } catch (error) {
          const wrong =
            error instanceof ScimError && ['invalidPath', 'invalidFilter'].includes(error.scimType ?? '');
          if (wrong) return resource;
          throw error;
        }
      },
    }),
  },
  'malformed-path-500': {
    title: 'an operation with a malformed path is answered with 500',
    violates: 'RFC7644-3.5.2',
    overrides: renaming('invalidPath', new ScimError(500, null, 'Unexpected token.')),
  },
  'attributes-parameter-ignored-on-patch': {
    title: 'a PATCH with the attributes parameter is answered with 204',
    violates: 'RFC7644-3.5.2',
    overrides: (steps) => ({
      patched: (body, resource, type, projection) =>
        projection.attributes ? answer(204, null) : steps.patched(body, resource, type, projection),
    }),
  },
  'extension-not-listed-after-patch': {
    title: 'setting an attribute of an extension by PATCH does not add the extension to schemas',
    violates: 'RFC7644-3.5.2',
    overrides: leaving((right, before) => ({ ...right, schemas: before.schemas ?? [] })),
  },
  'second-extension-attribute-lost': {
    title: 'of two attributes of a new extension in one PATCH the second is lost',
    violates: 'RFC7644-3.5.2',
    overrides: (steps) => ({
      modify: (resource, operations, type) => {
        const result = steps.modify(resource, operations, type);
        return type.extensions.reduce((kept, { id }) => {
          const data = kept[id];
          const added = resource[id] === undefined && isObject(data) ? Object.keys(data) : [];
          return added.length < 2 || !isObject(data) ? kept : put(kept, id, omit(data, ...added.slice(1)));
        }, result);
      },
    }),
  },
  'patch-error-without-schema': {
    title: 'a PATCH that fails is answered with a body that is no SCIM Error',
    violates: 'RFC7644-3.5.2',
    overrides: (steps) => {
      const ours = new WeakSet<object>();
      return {
        modify: (resource, operations, type) => {
          try {
            return steps.modify(resource, operations, type);
          } catch (error) {
            if (error instanceof Error) ours.add(error);
            throw error;
          }
        },
        failed: (error) => {
          const given = steps.failed(error);
          const isOurs = error instanceof Error && ours.has(error) && isObject(given.body);
          return isOurs && isObject(given.body) ? { ...given, body: omit(given.body, 'schemas') } : given;
        },
      };
    },
  },
} as const satisfies FaultTable;
