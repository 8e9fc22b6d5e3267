import { testConnection } from '../kit/smoke.ts';
import { start } from './start.ts';

testConnection('rust-scim-server', start, 'airstack');
