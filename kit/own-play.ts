import type { MappedAttribute } from '../config/mapping.ts';
import type { Case } from '../engine/case.ts';
import type { Complaint } from '../engine/complaint.ts';
import { InputRefused } from '../engine/violation.ts';
import { removePath, setPath } from '../generators/build.ts';
import { type Json, type JsonObject, sameJson } from '../scim/json.ts';
import { isReal } from './comparing.ts';
import { changedValue, wrongValue } from './complaints.ts';
import type { AttributeChange } from './dialect.ts';
import { judgeNone } from './judge-none.ts';
import { KeptPlay } from './kept-play.ts';
import { ownChanges } from './own-values.ts';
import { differences, valueAt } from './readback.ts';

/** What a service provider may make of other values once nobody gives it (RFC 7643 §4.1.1). */
const COMPOSED: ReadonlySet<string> = new Set(['displayName', 'name.formatted']);

/** What is said of a value that a change was to make another. */
export const AS_BEFORE = 'is as it was before';

/** How a change is judged. */
export interface JudgedChange {
  /** The usual cause, where what is wrong makes it likely. */
  readonly hint?: ((wrong: Complaint) => string | undefined) | undefined;
  /** Tries the plain form, where anything is wrong. @throws SetupFailure when it does not work either */
  readonly control?: (() => Promise<void>) | undefined;
  /** What is said of an attribute that changed without being named. */
  readonly harmed?: string | undefined;
}

/**
 * A resource that changes are judged by: by what is the client's own, the attributes that GET shows as they were given on
 * creation. The rest is the service provider's (RFC 7644 §3.3).
 */
export class OwnPlay extends KeptPlay {
  static override async begin(...from: Parameters<typeof KeptPlay.begin>): Promise<OwnPlay> {
    const { c, subject, rule, created, shown, sent } = await KeptPlay.begin(...from);
    return new OwnPlay(c, subject, rule, created, shown, sent);
  }

  /**
   * Changes as they fit this resource: from what is shown, to values with a marker of their own, without those of
   * attributes that are not the client's own.
   * @throws InputRefused where fewer than so many are left
   */
  own(drawn: readonly AttributeChange[], atLeast = 1): readonly AttributeChange[] {
    const { shown, subject } = this;
    const fitting = drawn.filter(({ attribute, current }) =>
      current === undefined
        ? valueAt(shown, attribute, subject.type) === undefined
        : this.kept.includes(attribute),
    );
    if (fitting.length >= atLeast) return ownChanges(this.c, shown, fitting);
    const names = drawn.map(({ attribute }) => attribute.text).join(', ');
    throw new InputRefused(
      `cannot judge: GET does not show ${names} as the ${subject.noun} was created with`,
    );
  }

  /** Reads the resource and judges that the changes were made, and none but these. */
  async judgeChanged(
    when: string,
    changes: readonly AttributeChange[],
    { hint, control, harmed }: JudgedChange = {},
  ): Promise<void> {
    const { shown: before, subject } = this;
    const { type } = subject;
    const wanted = withChanges(before, changes);
    const named = changes.map(({ attribute }) => attribute);
    const after = await this.read(when);
    const answer = latest(this.c);
    const meant = differences(wanted, after, named, type)
      .filter(isReal)
      .map(({ attribute, sent, got }) => {
        const same = got !== undefined && sameJson(valueAt(before, attribute, type), got);
        const says = same ? AS_BEFORE : undefined;
        return wrongValue(attribute.text, sent, got, { when, answer, says });
      });
    const others = this.#harmed(when, wanted, changes).map((one) => ({ ...one, says: harmed }));
    const wrong = [...meant, ...others];
    if (wrong.length > 0) await control?.();
    judgeNone(
      this.c,
      this.rule,
      wrong.map((one) => ({ ...one, hint: hint?.(one) })),
    );
  }

  /** Reads the resource and judges that these attributes have no value any more, and that all others are as before. */
  async judgeCleared(when: string, changes: readonly AttributeChange[]): Promise<void> {
    const { type } = this.subject;
    const before = this.shown;
    const gone = changes.map((change) => ({ ...change, wanted: undefined }));
    const after = await this.read(when);
    const answer = latest(this.c);
    const left = changes.flatMap(({ attribute }) => {
      const [was, is] = [before, after].map((user) => valueAt(user, attribute, type));
      return isLeft(attribute, was, is) ? [wrongValue(attribute.text, null, is, { when, answer })] : [];
    });
    judgeNone(this.c, this.rule, [...left, ...this.#harmed(when, withChanges(before, gone), gone)]);
  }

  /** What nothing named, and is another than before. `formatted` may be made of the parts (RFC 7643 §4.1.1, §4.1.2). */
  #harmed(when: string, wanted: JsonObject, changes: readonly AttributeChange[]): readonly Complaint[] {
    const answer = latest(this.c);
    const others = this.kept.filter(
      (one) =>
        !changes.some(
          ({ attribute }) =>
            attribute === one || (one.definition.name === 'formatted' && attribute.parent === one.parent),
        ),
    );
    return differences(wanted, this.shown, others, this.subject.type)
      .filter(isReal)
      .map(({ attribute: { text }, sent, got }) => changedValue(text, sent, got, { when, answer }));
  }
}

/** The latest answer, for a finding that is made only after a control was sent. */
export function latest({ exchanges }: Case): Complaint['answer'] {
  const exchange = exchanges.at(-1);
  return exchange && { exchange };
}

/** Whether an attribute that should be cleared still has a value; what may be composed counts only while it is as it was. */
function isLeft({ text }: MappedAttribute, was: Json | undefined, is: Json | undefined): boolean {
  if (is === undefined || is === null || is === '') return false;
  return !COMPOSED.has(text) || sameJson(was ?? null, is);
}

/** The resource as it should read after the changes. */
export function withChanges(resource: JsonObject, changes: readonly AttributeChange[]): JsonObject {
  return changes.reduce(
    (body, { attribute, wanted }) =>
      wanted === undefined
        ? removePath(body, attribute.path, attribute)
        : setPath(body, attribute.path, wanted, attribute),
    resource,
  );
}
