import { type Call, refusal, rewritten, type Target, when, without } from './target.ts';

/**
 * Creations are answered with 201 and the resource, but neither its id nor where it is; or with a Location that a program
 * makes of no id.
 */
export function createsWithoutId(applies: (call: Call) => boolean, says: 'nothing' | 'undefined'): Target {
  return when(applies, async ({ endpoint }, provide) => {
    const response = await provide();
    if (response.status !== 201) return response;
    const { location, ...headers } = response.headers;
    const nowhere = location?.replace(/[^/]*$/, 'undefined') ?? `${endpoint}/undefined`;
    return {
      ...rewritten(response, (body) => without(body, 'id', 'meta')),
      headers: says === 'nothing' ? headers : { ...headers, location: nowhere },
    };
  });
}

/** Creations are refused with 400, and carried out all the same. */
export function refusesAndCreates(applies: (call: Call) => boolean): Target {
  return when(applies, async (_call, provide) => {
    const { status } = await provide();
    return refusal(status === 409 ? 409 : 400, 'The value is not valid.', 'invalidValue');
  });
}
