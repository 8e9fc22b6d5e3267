import { testConnection } from '../kit/smoke.ts';
import { start } from './start.ts';

testConnection('scim-patch', start, 'airstack');
