import type { ScimRequest, ScimResponse } from '../http/client.ts';
import type { Json } from '../scim/json.ts';
import { SERVICE_PROVIDER_CONFIG } from '../scim/urns.ts';
import { describe } from './answer.ts';
import { isList, isOldScim, isScim, schemasOf } from './list-answer.ts';
import type { TargetFacts } from './plan.ts';
import type { Trouble } from './trouble.ts';

/** A trouble for which another base URL may be the cure. */
export type Misplaced = Trouble & { readonly misplaced?: boolean };

export const CHECK_BASE =
  'Check the base URL: it is the part in front of /Users, often ending in /scim or /scim/v2.';

/** What a target said so far. */
interface Said {
  /** To the query for an unknown user. */
  readonly answer: ScimResponse;
  readonly serviceProviderConfig: Json | undefined;
  readonly facts: TargetFacts;
}

/** Statuses that say that there is nothing of that name. */
const NOTHING_THERE: ReadonlySet<number> = new Set([404, 410]);

/**
 * Whether the answers come from a SCIM endpoint that has no users there, as below a wrong base URL. A query without a match
 * is answered with 200 and an empty list (RFC 7644 §3.4.2). An endpoint that breaks this rule alone is for the checks to
 * judge: it lists its users, or announces itself, or refuses for another reason.
 */
export async function noUsersThere(
  { answer, serviceProviderConfig, facts }: Said,
  send: (request: ScimRequest) => Promise<ScimResponse>,
): Promise<Misplaced | null> {
  const announced = schemasOf(serviceProviderConfig).includes(SERVICE_PROVIDER_CONFIG);
  if (announced && (answer.status === 200 || isScim(answer.body))) return null;
  if (isOldScim(answer.body)) return OLD;
  if (hasUsers(answer) || (facts.user !== null && facts.user.endpoint !== '/Users')) return null;
  const all = await send({
    method: 'GET',
    path: '/Users',
    query: { count: 1 },
    purpose: 'look for users',
  }).catch(() => null);
  if (all !== null && isOldScim(all.body)) return OLD;
  if (all === null || hasUsers(all)) return null;
  return {
    seen: `GET /Users answers a query for an unknown user with ${answered(answer)}, and no list of users is there; a query without a match is 200 with an empty list (RFC 7644 §3.4.2)`,
    advice: CHECK_BASE,
    misplaced: true,
  };
}

const OLD: Misplaced = {
  seen: 'GET /Users answers in SCIM 1.1 (urn:scim:schemas:core:1.0), which RFC 7643 and RFC 7644 replaced',
  advice: 'Give the base URL of its SCIM 2.0 endpoint, often the same with /v2 instead of /v1.',
};

/** Whether users are listed, or are there all the same: a refusal of another kind says so. */
function hasUsers({ status, body }: ScimResponse): boolean {
  return status === 200 ? isList(body) : !NOTHING_THERE.has(status);
}

/** What a SCIM error says in its own words, and how anything else begins. */
function answered(answer: ScimResponse): string {
  const { status, body, text } = answer;
  if (status !== 200 && isScim(body)) return describe(answer);
  const start = text.trim().slice(0, 60).replaceAll(/\s+/g, ' ');
  return `${status === 200 ? 'no list' : status}${start === '' ? '' : ` (beginning "${start}")`}`;
}
