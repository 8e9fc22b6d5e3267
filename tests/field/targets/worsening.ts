import { parseBody } from '../../../http/body.ts';
import { isObject, stringMember } from '../../../scim/json.ts';
import { answer, behaving, type Call, refusal, type Target } from './target.ts';

const creates = ({ method, path }: Call): boolean =>
  method === 'POST' && (path === '/Users' || path === '/Groups');

const lists = ({ method, path }: Call): boolean => method === 'GET' && path === '/Users';

const CRASH = refusal(500, 'NullPointerException');

/** A user without a userName is created, whom the provider would refuse. */
async function createNameless(
  { body }: Call,
  provide: (changes: Partial<Call>) => ReturnType<Parameters<typeof behaving>[0]>,
  number: number,
) {
  const made = await provide({ body: { ...(isObject(body) ? body : {}), userName: `nobody-${number}` } });
  const created = parseBody(made.text);
  if (!isObject(created)) return { answered: made, id: undefined };
  const { userName: _, ...shown } = created;
  return { answered: answer(201, shown), id: stringMember(created, 'id') };
}

const isNameless = (call: Call): boolean =>
  call.method === 'POST' &&
  call.path === '/Users' &&
  isObject(call.body) &&
  !stringMember(call.body, 'userName');

/** Requests of a kind fail from the first user without a userName on, for good or until all such users are deleted. */
function stumbles(over: (call: Call) => boolean, until: 'deleted' | 'never'): Target {
  return (provider) => {
    const culprits = new Set<string>();
    let number = 0;
    return behaving(async (call, provide) => {
      if (over(call) && (until === 'never' ? number : culprits.size) > 0) return CRASH;
      if (call.method === 'DELETE' && call.id !== null) culprits.delete(call.id);
      if (!isNameless(call)) return provide();
      const { answered, id } = await createNameless(call, provide, number++);
      if (id !== undefined) culprits.add(id);
      return answered;
    })(provider);
  };
}

/** A user without a userName is created, and no creation succeeds ever after. */
export const poisonedForGood = stumbles(creates, 'never');

/** A user without a userName is created, and while there is one the list of users fails. */
export const listsFail = stumbles(lists, 'deleted');

/** While there is a user with such a text in him, no creation succeeds. */
export const stumblesOver = (text: RegExp): Target => {
  return (provider) => {
    const culprits = new Set<string>();
    return behaving(async (call, provide) => {
      if (creates(call) && culprits.size > 0) return CRASH;
      if (call.method === 'DELETE' && call.id !== null) culprits.delete(call.id);
      const made = await provide();
      const id = call.id ?? stringMember(parseBody(made.text), 'id');
      if (made.status < 300 && id !== undefined && text.test(JSON.stringify(call.body ?? null)))
        culprits.add(id);
      return made;
    })(provider);
  };
};

/** Of the requests of a kind, those after the first so many are answered so, all of them or so many. */
export function fails(
  status: number,
  { after, most = Number.POSITIVE_INFINITY }: { readonly after: number; readonly most?: number },
  applies: (call: Call) => boolean = () => true,
): Target {
  return (provider) => {
    let met = 0;
    return behaving((call, provide) => {
      if (!applies(call)) return provide();
      met++;
      return met > after && met <= after + most ? refusal(status, 'out of order') : provide();
    })(provider);
  };
}

/** No creation succeeds after the first so many. */
export const failsAfter = (creations: number): Target => fails(500, { after: creations }, creates);
