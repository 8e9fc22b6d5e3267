import { isObject, type Json, type JsonObject, member } from '../../../scim/json.ts';
import type { FieldEntry } from '../entry.ts';
import { announces, takesNoCreation } from '../targets/announcing.ts';
import { createsWithoutId } from '../targets/creating.ts';
import { ENTITLEMENT } from '../targets/declaring.ts';
import { ignoresFilters } from '../targets/filtering.ts';
import { at, both, rewritten, type Target, when } from '../targets/target.ts';

/** /Schemas does not say that e-mail addresses are unique. */
const HIDES_UNIQUENESS: Target = when(at('GET', '/Schemas'), async (_call, provide) =>
  rewritten(await provide(), (list) => undeclared(list)),
);

function undeclared(value: JsonObject): JsonObject {
  const change = (item: Json): Json => {
    if (Array.isArray(item)) return item.map(change);
    return isObject(item) ? undeclared(item) : item;
  };
  const entries = Object.entries(value).map(([name, item]) => [name, change(item)]);
  const copy: JsonObject = Object.fromEntries(entries);
  const isEmail = member(copy, 'name') === 'value' && member(copy, 'uniqueness') !== 'none';
  return isEmail ? { ...copy, uniqueness: 'none' } : copy;
}

/** What was said was wrong, or of no use: section 6. */
export const TEXTS: readonly FieldEntry[] = [
  {
    kind: '6',
    title: 'the creation is shown, not the clean-up after it, where a required attribute may be missing',
    faults: ['required-missing-accepted'],
    checks: ['required-attributes/refuses-absent', 'agreement/required'],
    silent: [],
    finds: [{ check: 'required-attributes/refuses-absent', verdict: 'fail' }],
    shows: { 'required-attributes/refuses-absent': /^POST \S+\/(?:Users|Groups)$/ },
  },
  {
    kind: '6',
    title: 'the counterexample has the empty value that was sent',
    faults: ['required-empty-accepted'],
    checks: ['required-attributes/refuses-empty'],
    silent: [],
    finds: [{ check: 'required-attributes/refuses-empty', verdict: 'fail' }],
    shows: { 'required-attributes/refuses-empty': /^POST \S+\/(?:Users|Groups)$/ },
    counterexamples: { 'required-attributes/refuses-empty': /:""/ },
  },
  {
    kind: '6',
    title: 'an answer takes a second, and the counterexample is small all the same',
    faults: ['drops-title'],
    answerTime: 1000,
    checks: ['required-attributes/reads-back-equal'],
    silent: [],
    finds: [{ check: 'required-attributes/reads-back-equal', violates: 'APP-attribute', verdict: 'fail' }],
    counterexamples: {
      'required-attributes/reads-back-equal':
        /^(?!.*"(?:emails|addresses|phoneNumbers|name|urn:[^"]*)":).*"title":/,
    },
  },
  {
    kind: '6',
    title: 'the question that found a deleted user is shown, not what came after it',
    faults: ['deleted-found-by-filter'],
    checks: ['soft-delete/deleted-is-not-found', 'delete/not-found'],
    silent: [],
    finds: [{ check: 'soft-delete/deleted-is-not-found', verdict: 'fail' }],
    shows: { 'soft-delete/deleted-is-not-found': /^GET \S+\/Users\?filter/ },
  },
  {
    kind: '6',
    title: 'one error has a wrong keyword, and it is not said that all have it',
    faults: ['bad-filter-called-syntax'],
    checks: ['errors'],
    silent: [],
    finds: [{ check: 'errors/invalid-filter', verdict: 'warn' }],
    neverSays: /One keyword is given for every error/,
  },
  {
    kind: '6',
    title: 'what is to be changed is more than what was expected',
    faults: ['create-answers-200', 'delete-answers-200'],
    checks: ['required-attributes/creates-any-valid-resource', 'delete/no-content'],
    silent: [],
    finds: [{ check: 'delete/no-content', verdict: 'fail' }],
    neverSays: /^Expected: \d+/,
  },
  {
    kind: '6',
    title: 'a 201 without an id is not given as the reason why nothing could be judged',
    target: createsWithoutId(at('POST', '/Groups'), 'nothing'),
    checks: ['group-members/remove-all', 'delete/no-content', 'required-attributes/representation'],
    silent: [],
    neverSays: /answered (?:with )?201(?:, so|$)/,
  },
  {
    kind: '6',
    title: 'an entitlement has the right article',
    target: takesNoCreation('/Entitlements'),
    provider: { otherTypes: [ENTITLEMENT] },
    checks: ['common-attributes/id-is-issued', 'agreement/own-types', 'delete/no-content'],
    silent: [],
    neverSays: /\ba [AEIO]\w+/i,
  },
  {
    kind: '6',
    title: 'one member is not 1 members',
    faults: ['members-add-ignored'],
    checks: ['group-members/sizes', 'group-members/add-one', 'group-members/many-groups'],
    silent: [],
    neverSays: /\b1 (?:members|users|groups|resources|others|values)\b/,
  },
  {
    kind: '6',
    title: 'a list that holds what it counts is not said to be counted wrong',
    target: both(ignoresFilters, announces({ filter: { supported: false } })),
    variations: ['few-strangers-moving-slowly'],
    checks: ['filtering/list-response'],
    silent: [],
    neverSays: /totalResults is (\d+) in a list with \1 of \1/,
  },
  {
    kind: '6',
    title: 'e-mail addresses are unique, which /Schemas does not say',
    target: HIDES_UNIQUENESS,
    variations: ['emails-unique'],
    checks: ['provisioning-cycle/idle-cycle'],
    silent: '*',
    judged: ['provisioning-cycle/idle-cycle'],
    neverSends: / → 409$/,
  },
];
