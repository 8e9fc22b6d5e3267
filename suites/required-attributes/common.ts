import type { Case, Complaint, Json, JsonObject, More, RequirementId, Subject } from '../../kit/index.ts';
import { isDateTime, isUnassigned, malformed, member, wrongValue } from '../../kit/index.ts';

/** Judges id, schemas and meta of any representation (RFC 7643 §3, §3.1). */
export function judgeCommonAttributes(c: Case, resource: JsonObject, { type }: Subject, more: More): void {
  const judge = (
    rule: RequirementId,
    attribute: string,
    got: Json | undefined,
    wanted: string,
    holds: boolean,
  ): void => c.judge(rule, holds, () => unfit(attribute, wanted, got, more));
  const id = member(resource, 'id');
  judge('RFC7643-3.1-id', 'id', id, 'a non-empty string', typeof id === 'string' && id !== '');
  const schemas = member(resource, 'schemas');
  const urn = type.schema.id;
  const listed = (Array.isArray(schemas) ? schemas : []).map((one: Json) => String(one).toLowerCase());
  judge('RFC7643-3-schemas', 'schemas', schemas, `an array with ${urn}`, listed.includes(urn.toLowerCase()));
  const meta = member(resource, 'meta');
  const name = member(meta, 'resourceType');
  c.judge('RFC7644-3.3.1-resource-type', name === type.name, () =>
    wrongValue('meta.resourceType', type.name, name, more),
  );
  for (const part of ['created', 'lastModified']) {
    const date = member(meta, part);
    const proper = isUnassigned(date) || (typeof date === 'string' && isDateTime(date));
    const wanted = 'an xsd:dateTime such as "2008-01-23T04:56:22Z"';
    judge('RFC7643-3.1-date-time', `meta.${part}`, date, wanted, proper);
  }
}

function unfit(attribute: string, wanted: string, got: Json | undefined, more: More): Complaint {
  return isUnassigned(got)
    ? wrongValue(attribute, wanted, got, { expected: wanted, ...more })
    : malformed(attribute, wanted, got, { attribute, ...more });
}
