import { testConnection } from '../kit/smoke.ts';
import { start } from './start.ts';

testConnection('scim2-server', start, 'airstack');
testConnection('scim2-server with cursors', () => start('cursors'), 'airstack');
