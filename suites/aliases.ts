import type { CheckId } from './check-ids.ts';

/** The id of the check that now judges what a check of this id judged; any other text is given back as it is. */
export type CurrentId = (id: string) => string;

/**
 * Ids of checks that were removed, in lower case, each with the check that judges in their place. Waivers, scripts and
 * reports that name the old id go on working.
 */
export const CHECK_ALIASES: Readonly<Record<string, CheckId>> = {
  'required-attributes/error-messages': 'every-answer/error-messages',
  'pagination/announcement': 'discovery/pagination-described',
  'required-attributes/media-type': 'every-answer/json',
  'required-attributes/schemas-name-extensions': 'every-answer/schemas',
};

/** Looks up whole ids, in any letter case; the beginning of an id names only checks that there are. */
export function currentIds(aliases: Readonly<Record<string, CheckId>>): CurrentId {
  const known = new Map<string, CheckId>(Object.entries(aliases));
  return (id) => known.get(id.toLowerCase()) ?? id;
}

/** Looks up an id that comes from outside: from a command line, a file of waivers or a report. */
export const currentCheckId = currentIds(CHECK_ALIASES);
