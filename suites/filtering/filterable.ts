import { setPath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  JsonObject,
  MappedAttribute,
  Subject,
  SubjectOptions,
} from '../../kit/index.ts';
import { measuring, subjects, valueAt } from '../../kit/index.ts';

/** Runs the body for each filterable attribute that holds strings, measuring the attribute's filter column. */
export function forEachFilterable(
  t: CheckContext,
  body: (subject: Subject, attribute: MappedAttribute, t: CheckContext) => Promise<void>,
): Promise<void> {
  const pairs = subjects(t.session).flatMap((subject) =>
    filterable(subject).map((attribute) => ({ subject, attribute })),
  );
  return t.forEach(pairs, ({ subject, attribute }, own) =>
    measuring(own, attribute, 'filter', () => body(subject, attribute, own)),
  );
}

export function filterable(subject: Subject): readonly MappedAttribute[] {
  return subject.attributes.filter(
    (attribute) => attribute.filterable && attribute.definition.type === 'string',
  );
}

/** What a resource must have so that its attribute can be filtered on: the attribute itself assigned. */
export function withAttribute(attribute: MappedAttribute): SubjectOptions {
  return attribute.required
    ? { required: 'only' }
    : { omit: (other) => !other.required && other !== attribute, required: 'with-optional' };
}

/** A stamped resource that certainly has the attribute, with its value; a generated one may have left it out. */
export function prepare(
  c: Case,
  subject: Subject,
  resource: JsonObject,
  attribute: MappedAttribute,
): { body: JsonObject; value: string } {
  const body = subject.stamp(c, resource);
  const value = valueAt(body, attribute, subject.type);
  if (typeof value === 'string') return { body, value };
  const made = c.marker();
  return { body: setPath(body, attribute.path, made, attribute), value: made };
}
