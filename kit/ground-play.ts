import type { Case, Created } from '../engine/case.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { JsonObject } from '../scim/json.ts';
import { differenceComplaint } from './comparing.ts';
import { settle } from './composing.ts';
import type { PatchGround } from './patch-ground.ts';
import { Play } from './play.ts';
import { deviations } from './represented.ts';

/** What a play stands on: a kind of resource, and what it looks like with what is required alone. */
type Ground = Pick<PatchGround, 'subject' | 'defaults'>;

/** A play of which all attributes are known, so that a change is judged in all that it leaves. */
export class GroundPlay extends Play {
  readonly ground: Ground;
  /** What the client gave, by changes too: only that is its own, the rest is the service provider's (RFC 7644 §3.3). */
  sent: JsonObject;

  constructor(
    c: Case,
    ground: Ground,
    rule: RequirementId,
    created: Created,
    shown: JsonObject,
    sent: JsonObject,
  ) {
    super(c, ground.subject, rule, created, shown);
    this.ground = ground;
    this.sent = sent;
  }

  /** Creates the resource, exactly as given, and reads it. @throws InputRefused when the target does not take it */
  static async settle(c: Case, ground: Ground, rule: RequirementId, sent: JsonObject): Promise<GroundPlay> {
    const { created, before } = await settle(c, ground.subject.type, sent);
    return new GroundPlay(c, ground, rule, created, before, sent);
  }

  /**
   * Reads the resource and judges what a change left: what it was about by the play's own rule, all else by the other one.
   * @param wanted what the change had to make of the resource as it was shown last
   */
  async judgeLeft(when: string, wanted: JsonObject, untouched: RequirementId = this.rule): Promise<void> {
    const { c, sent, shown: before, rule } = this;
    const { subject, defaults } = this.ground;
    const after = await this.read(when);
    const all = deviations({ sent, before, wanted, after, defaults }, subject.type);
    for (const [by, some] of [
      [rule, all.filter(({ meant }) => meant)],
      [untouched, all.filter(({ meant }) => !meant)],
    ] as const)
      c.judge(by, some.length === 0, () => differenceComplaint(some, when));
  }

  /** Reads the resource and judges that it is as it was, although the request was about these very values. */
  async judgeSame(when: string): Promise<void> {
    const { c, sent, shown: before, rule } = this;
    const after = await this.read(when);
    const all = deviations({ sent, before, wanted: before, after }, this.subject.type);
    const others = all.map((one) => ({ ...one, meant: true }));
    c.judge(rule, all.length === 0, () => differenceComplaint(others, when));
  }
}
