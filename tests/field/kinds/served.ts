import type { ResourceType } from '../../../scim/schema.ts';
import { USER_TYPE } from '../../../scim/schemas/index.ts';
import type { FieldEntry } from '../entry.ts';
import { declaring } from '../targets/declaring.ts';
import { demands } from '../targets/demanding.ts';
import { drops, operationsOf } from '../targets/forgetting.ts';
import { DISABLES } from '../targets/misbehaving.ts';
import { keepsLastAddress, passesOver, understandsNoUrns, wantsManagerReference } from '../targets/served.ts';
import { at, both, type Call } from '../targets/target.ts';
import { refuses } from '../targets/writing.ts';

/** A PATCH of a user has a path with a filter in it. */
const hasValuePath = (call: Call): boolean =>
  at('PATCH', '/Users/{id}')(call) && operationsOf(call.body).some(({ path }) => /\[/.test(String(path)));

const CYCLES = ['provisioning-cycle/converges', 'provisioning-cycle/order', 'provisioning-cycle/idle-cycle'];

/** Users whose extension is declared with a manager that has to have its URI. */
const MANAGED: ResourceType = {
  ...USER_TYPE,
  extensions: USER_TYPE.extensions.map(
    (schema) => declaring({ ...USER_TYPE, schema }, 'manager.$ref', { required: true }).schema,
  ),
};

/** What was blamed on the servers that tests/servers runs, and should not have been. */
export const SERVED: readonly FieldEntry[] = [
  {
    kind: '1.4',
    title: 'no schema URI in front of an attribute is understood, in whatever case',
    target: understandsNoUrns,
    checks: ['filtering/urn-names', 'filter-language/letter-case', 'sorting/ascending'],
    silent: '*',
    finds: [
      { check: 'filtering/urn-names', violates: 'RFC7644-3.10-urn-names', verdict: 'fail' },
      { check: 'sorting/ascending', violates: 'RFC7644-3.10-urn-names', verdict: 'fail' },
    ],
    judged: ['filter-language/letter-case'],
    neverSays: /URN:IETF/,
  },
  {
    kind: '1.4',
    title: 'a change of the id is taken and has no effect',
    target: passesOver((path) => path === 'id'),
    checks: ['modify/atomic', 'modify/incompatible'],
    silent: '*',
    finds: [{ check: 'modify/incompatible', violates: 'RFC7644-3.5.2-incompatible', verdict: 'fail' }],
    judged: ['modify/atomic'],
  },
  {
    kind: '1.4',
    title: 'a slow target takes names with the URN of the core schema and changes nothing',
    application: null,
    target: passesOver((path) => /:core:2\.0:/i.test(path)),
    answerTime: 2000,
    checks: ['modify/sequences'],
    silent: '*',
  },
  {
    kind: '1.1',
    title: 'no path with a filter in it is taken, whatever its literal holds',
    application: null,
    target: refuses(hasValuePath, 400, 'Invalid SCIM path'),
    checks: ['modify/hard-values'],
    silent: '*',
  },
  {
    kind: '1.6',
    title: 'a deleted user is disabled, and a PUT of him works',
    target: DISABLES,
    checks: ['replace/creates-nothing'],
    silent: '*',
  },
  {
    kind: '1.10',
    title: 'the manager needs his $ref, as /Schemas says',
    application: null,
    target: wantsManagerReference,
    provider: { userType: MANAGED },
    checks: ['required-attributes/creates-any-valid-resource', 'agreement/read-only'],
    silent: '*',
    judged: ['required-attributes/creates-any-valid-resource'],
  },
  {
    kind: '1.10',
    title: 'of two e-mail addresses one is kept, and is the primary one',
    target: keepsLastAddress,
    checks: ['attributes/primary-defaults-to-false'],
    silent: '*',
  },
  {
    kind: '1.1',
    title: 'every user needs an e-mail address, and no address is kept',
    target: both(demands(['emails']), drops('emails')),
    checks: CYCLES,
    silent: '*',
    judged: CYCLES,
  },
];
