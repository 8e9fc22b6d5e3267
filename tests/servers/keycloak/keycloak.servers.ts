import { fileURLToPath } from 'node:url';
import { testConnection } from '../kit/smoke.ts';
import { start } from './start.ts';

testConnection('keycloak', start, fileURLToPath(new URL('profile.json', import.meta.url)));
