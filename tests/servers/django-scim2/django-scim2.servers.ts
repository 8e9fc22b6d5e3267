import { testConnection } from '../kit/smoke.ts';
import { start } from './start.ts';

testConnection('django-scim2', start, 'airstack');
