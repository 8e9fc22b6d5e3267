import type { ResourceType } from '../scim/schema.ts';
import type { MeOptions } from './me.ts';

/** What a provider is and what it demands; a variation may replace any of it. */
export interface ProviderSettings {
  /** Absolute URL of the SCIM endpoint, with or without a trailing slash: `http://127.0.0.1:4000/scim/v2`. */
  readonly baseUrl: string;
  /** The bearer token to ask for; without one every request is let in. */
  readonly token?: string;
  /** Attribute paths a user needs beyond RFC 7643, as an application's table documents them. */
  readonly requiredUserAttributes: readonly string[];
  readonly requiredGroupAttributes: readonly string[];
  /** Whether there are groups at all; without, `/Groups` answers 404 and `/ResourceTypes` does not name it. */
  readonly groups: boolean;
  /** Default: core User with the enterprise extension (RFC 7643 §4.1, §4.3). */
  readonly userType?: ResourceType;
  /** Default: core Group (RFC 7643 §4.2). */
  readonly groupType?: ResourceType;
  /** Resource types beside users and groups (RFC 7643 §6); none by default. */
  readonly otherTypes?: readonly ResourceType[];
  /** Whom `/Me` stands for (RFC 7644 §3.11); without it, `/Me` answers 501. */
  readonly me?: MeOptions;
  /** Whether results can be paged with cursors (RFC 9865); off by default. */
  readonly cursorPagination?: boolean;
  /** Milliseconds that an answer waits for; asked before each. */
  readonly latency?: () => number;
  /** The clock behind `meta.created` and `meta.lastModified`. */
  readonly now?: () => Date;
}
