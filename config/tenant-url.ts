import type { Application } from './application.ts';
import { suggest } from './nearest.ts';
import { UsageError } from './usage-error.ts';

/** A parameter in any of the brackets that tutorials use; a colon in square brackets is an IPv6 address. */
const PARAMETER = /\{([^{}]+)\}|<([^<>]+)>|\[([^[\]:]+)\]/g;

/** Characters that would end the part of the URL a parameter stands in, and so change what follows. */
const DELIMITERS = /[/?#@:\\\s]/;

/** Names of the parameters of a tenant URL template (`{Name}`, `<Name>` or `[Name]`), in order, each once. */
export function templateParameters(template: string): readonly string[] {
  const names = [...template.matchAll(PARAMETER)].flatMap((match) => match.slice(1).filter(Boolean));
  return [...new Set(names)];
}

/** The template with `fill(name, offset)` in place of each parameter, and `plain(text)` of what stands between. */
export function replaceParameters(
  template: string,
  fill: (name: string, offset: number) => string,
  plain: (text: string) => string = (text) => text,
): string {
  let end = 0;
  let filled = '';
  for (const match of template.matchAll(PARAMETER)) {
    const name = match.slice(1).find(Boolean) ?? '';
    filled += plain(template.slice(end, match.index)) + fill(name, match.index);
    end = match.index + match[0].length;
  }
  return filled + plain(template.slice(end));
}

/**
 * The SCIM base URL of a target: its own `url`, else the application's template filled with `tenantUrl`.
 * Returns an http(s) URL without trailing slash; its query is kept (Entra rule E-007).
 * @throws UsageError for a missing or unknown parameter, and for anything but an http(s) URL without
 *   credentials and fragment. Credentials are not repeated in the message.
 */
export function resolveTargetUrl(
  application: Application,
  given: {
    readonly url?: string | undefined;
    readonly tenantUrl?: Readonly<Record<string, string>> | undefined;
  },
): string {
  return checkUrl(given.url ?? fillTemplate(application, given.tenantUrl ?? {}));
}

/**
 * A URL in normal form: http or https, without trailing slash, the query kept.
 * @throws UsageError for anything else, and for credentials or a fragment in it.
 */
export function checkUrl(text: string): string {
  // The URL parser drops some of these without a word, so that another URL would be called than was given.
  if (/[\s\p{Cc}]/u.test(text)) {
    throw new UsageError(`the URL ${shown(text)} holds blanks or control characters; remove them`);
  }
  if (!URL.canParse(text)) {
    throw new UsageError(`not a URL: ${shown(text)}; expected one such as https://scim.example.com/v2`);
  }
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UsageError(`expected an http or https URL, got one that starts with "${url.protocol}"`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(
      'the URL holds credentials before the "@"; remove them and put the token into an environment variable',
    );
  }
  if (url.hash !== '')
    throw new UsageError(`the URL ${shown(text)} has a fragment; remove "#" and what follows`);
  return url.origin + url.pathname.replace(/\/+$/, '') + url.search;
}

function fillTemplate(application: Application, values: Readonly<Record<string, string>>): string {
  const { tenantUrl, name } = application;
  if (tenantUrl.template === null) {
    throw new UsageError(
      `no tenant URL is documented for ${name} (${tenantUrl.reason}); give the target's URL`,
    );
  }
  const { template, parameters } = tenantUrl;
  const names = templateParameters(template);
  for (const key of Object.keys(values)) {
    if (names.includes(key)) continue;
    const advice = names.length === 0 ? 'it has no parameters' : suggest(key, names);
    throw new UsageError(`the tenant URL ${template} has no parameter ${JSON.stringify(key)}: ${advice}`);
  }
  return replaceParameters(template, (key, offset) => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined) throw missingParameter(template, key, parameters[key]);
    if (offset > 0 && DELIMITERS.test(value)) {
      throw new UsageError(
        `the parameter "${key}" of the tenant URL ${template} must not hold / ? # @ : \\ or blanks`,
      );
    }
    return offset === 0 ? value.replace(/\/+$/, '') : value;
  });
}

function missingParameter(
  template: string,
  key: string,
  parameter: { readonly description: string; readonly example: string | null } | undefined,
): UsageError {
  const description = parameter === undefined ? '' : `: ${parameter.description}`;
  const example = parameter?.example ? `, for example ${parameter.example}` : '';
  return new UsageError(
    `the tenant URL ${template} needs the parameter "${key}"${description}${example}; ` +
      'set it under "tenantUrl" of the target, or give the URL',
  );
}

/** The text as a message may show it: nothing of it when it could hold credentials. */
function shown(text: string): string {
  return text.includes('@') ? '(not shown: it may hold credentials)' : JSON.stringify(text);
}
