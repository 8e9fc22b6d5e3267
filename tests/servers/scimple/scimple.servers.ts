import { testConnection } from '../kit/smoke.ts';
import { start } from './start.ts';

testConnection('scimple', start, 'airstack');
