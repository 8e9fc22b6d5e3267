import { randomUUID } from 'node:crypto';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepared } from '../kit/cache.ts';
import { unpackArtifact } from '../kit/maven.ts';
import { fetchToken } from '../kit/oauth.ts';
import { answers, freePort, launch } from '../kit/process.ts';
import type { ForeignServer } from '../kit/server.ts';

const VERSION = '26.7.3';
/** What the archive calls its only folder. */
const NAME = `keycloak-${VERSION}`;
const REALM = fileURLToPath(new URL('realm.json', import.meta.url));

/** Starts Keycloak in development mode over a database in memory, with one realm whose SCIM API is on. */
export async function start(): Promise<ForeignServer> {
  const home = join(await prepared(NAME, [REALM], install), NAME);
  const port = await freePort();
  const realm = `http://127.0.0.1:${port}/realms/scim`;
  const client = {
    tokenUrl: `${realm}/protocol/openid-connect/token`,
    clientId: 'scim-client',
    clientSecret: randomUUID(),
  };
  const url = `${realm}/scim/v2`;
  const { close } = await launch({
    command: 'bash',
    words: [
      join(home, 'bin', 'kc.sh'),
      'start-dev',
      '--features=scim-api',
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
      '--db=dev-mem',
      '--import-realm',
    ],
    env: {
      SCIM_CLIENT_SECRET: client.clientSecret,
      SCIM_AUDIENCE: url,
      JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m',
    },
    ready: async () => answers(`${url}/ServiceProviderConfig`, await fetchToken(client)),
    patience: 300_000,
  });
  return { url, token: client, close };
}

async function install(folder: string): Promise<void> {
  await unpackArtifact(`org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`, folder);
  const imports = join(folder, NAME, 'data', 'import');
  await mkdir(imports, { recursive: true });
  await copyFile(REALM, join(imports, 'scim-realm.json'));
}
