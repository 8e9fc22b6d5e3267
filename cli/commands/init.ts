import { writeFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { DEFAULT_CONCURRENCY, DEFAULT_TIMEOUT } from '../../config/limits.ts';
import { loadApplication } from '../../config/load-application.ts';
import { CONFIG_FILES } from '../../config/load-config.ts';
import { packageRoot } from '../../config/package-root.ts';
import { UsageError } from '../../config/usage-error.ts';

export interface InitOptions {
  readonly application: string;
  readonly url?: string;
}

/**
 * Writes a commented configuration file into a folder that has none, and says what to do next.
 * @throws UsageError when there is one, when the application is not known, or when it cannot be written
 */
export function initCommand({ application, url }: InitOptions, cwd = process.cwd()): string {
  const { name } = loadApplication(application);
  const [, file = ''] = CONFIG_FILES;
  const text = editorLine(cwd) + template(application, name, url ?? 'https://app.example.com/scim/v2');
  try {
    // Never over a file that is there, even when it came into being just now.
    writeFileSync(join(cwd, file), text, { flag: 'wx' });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const reason = exists ? 'it is there already' : error instanceof Error ? error.message : String(error);
    throw new UsageError(`${resolve(cwd, file)} was not written: ${reason}`);
  }
  return [
    `${file} written.`,
    'Next: set the target’s URL in it, put its token into SCIM_TOKEN, then',
    '  scim-conformance connect',
    '  scim-conformance run',
    '',
  ].join('\n');
}

/** Names the schema for editors, where it is below the folder: a path of this machine is of no use on another one. */
function editorLine(cwd: string): string {
  const path = relative(cwd, join(packageRoot(), 'config', 'config.schema.json'));
  if (path.startsWith('..') || isAbsolute(path)) return '';
  return `# yaml-language-server: $schema=./${path.replaceAll('\\', '/')}\n`;
}

function template(application: string, name: string, url: string): string {
  return `# Targets of scim-conformance. No secrets in here: only where they are.

targets:
  staging:
    # An id of "scim-conformance applications list", or a profile of your own (.json, .yaml). Here: ${name}
    application: ${application}
    url: ${url}

    # Environment variable with the bearer token. For everything else, auth in its place:
    tokenEnv: SCIM_TOKEN
    # auth: { type: basic, username: scim, password: { env: SCIM_PASSWORD } }
    # auth: { type: apiKey, header: X-Api-Key, key: { file: secrets/api-key } }
    # auth:
    #   type: oauth
    #   tokenUrl: https://login.example.com/oauth/token
    #   clientId: scim-conformance
    #   clientSecret: { command: [pass, show, scim/client-secret] }
    #   parameters: { scope: scim }
    # Where a person has to agree ("Authorize"): grant: authorizationCode, and the command "scim-conformance login".

    # What the target demands of values, by attribute path of the application's table.
    # constraints:
    #   userName: { format: email, domain: example.com }
    #   'addresses[type eq "work"].country': { format: countryCode }

    # How much it may be asked: requests in flight, requests per second, how long to wait for an answer (5s).
    # concurrency: ${DEFAULT_CONCURRENCY}
    # rate: 20
    # timeout: ${DEFAULT_TIMEOUT}

    # tls: { ca: certificates/ca.pem }
    # headers: { X-Tenant: staging }

  # A second target makes "scim-conformance compare" worth while.
  # production:
  #   application: ${application}
  #   url: https://app.example.com/scim/v2
  #   tokenEnv: SCIM_TOKEN_PRODUCTION

# What a run does when the command line does not say.
# effort: standard        # smoke, quick, standard or thorough
# seed: 1
# failOn: must            # should: warnings fail too
# suites: [application, entra]
`;
}
