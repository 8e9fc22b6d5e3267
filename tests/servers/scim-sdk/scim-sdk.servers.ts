import { testConnection } from '../kit/smoke.ts';
import { start } from './start.ts';

testConnection('scim-sdk', start, 'airstack');
testConnection('scim-sdk without discovery types', () => start('without-discovery-types'), 'airstack');
