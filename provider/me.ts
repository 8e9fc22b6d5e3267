import type { JsonObject } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { type Answer, answer } from './answer.ts';

/** The authenticated subject (RFC 7644 §3.11): the user behind the token, and how `/Me` leads to him. */
export interface MeOptions {
  /** What the user looks like, as the body of a POST. */
  readonly user: JsonObject;
  /** `direct`: the request is carried out on the user; `redirect`: 308 to his own URL. */
  readonly answers: 'direct' | 'redirect';
}

/** Where `/Me` leads. */
export interface Me {
  readonly type: ResourceType;
  readonly id: string;
  readonly answers: MeOptions['answers'];
}

/** The permanent URL behind `/Me`, which every answer names in Location (RFC 7644 §3.11). */
export function permanentUrl({ type, id }: Me, baseUrl: string): string {
  return `${baseUrl}${type.endpoint}/${encodeURIComponent(id)}`;
}

/** The redirect to the subject's own URL. */
export function redirectTo(location: string): Answer {
  return answer(308, null, { location });
}
