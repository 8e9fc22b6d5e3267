import type { MappedAttribute } from '../config/mapping.ts';
import type { Case, Created } from '../engine/case.ts';
import type { Subject } from '../engine/subject.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { JsonObject } from '../scim/json.ts';
import { isReal } from './comparing.ts';
import { create } from './creation.ts';
import { Play, plain } from './play.ts';
import { differences, valueAt } from './readback.ts';

/**
 * A play that knows what was sent: changes are tried on the attributes that came back as they were sent. What a target does
 * not keep is for the checks about keeping to tell (RFC 7644 §3.3).
 */
export class KeptPlay extends Play {
  /** What was sent, marker included. */
  readonly sent: JsonObject;
  /** The attributes of the table that came back as they were sent. */
  readonly kept: readonly MappedAttribute[];

  constructor(
    c: Case,
    subject: Subject,
    rule: RequirementId,
    created: Pick<Created, 'id' | 'path'>,
    shown: JsonObject,
    sent: JsonObject,
  ) {
    super(c, subject, rule, created, shown);
    this.sent = sent;
    this.kept = keptOf(subject, sent, shown);
  }

  /**
   * Creates the resource, or where the target refuses it one with what is required alone, and reads it.
   * @throws SetupFailure when neither works
   */
  static override async begin(
    c: Case,
    subject: Subject,
    rule: RequirementId,
    resource: JsonObject,
  ): Promise<KeptPlay> {
    const full = subject.stamp(c, resource);
    const { created } = await create(c, subject, full);
    const sent = created === null ? subject.stamp(c, plain(c, subject)) : full;
    const made = created ?? (await c.create(subject.type.endpoint, sent, `create the ${subject.noun}`));
    return new KeptPlay(c, subject, rule, made, await c.read(made, 'see what is kept'), sent);
  }
}

/** The attributes that a resource shows as it was given them. */
export function keptOf(
  { attributes, type }: Subject,
  sent: JsonObject,
  shown: JsonObject,
): readonly MappedAttribute[] {
  const lost = new Set(
    differences(sent, shown, attributes, type)
      .filter(isReal)
      .map(({ attribute }) => attribute),
  );
  return attributes.filter((one) => !lost.has(one) && valueAt(sent, one, type) !== undefined);
}
