import { readExpectation } from './expectation.ts';
import { start } from './scim-sdk/start.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation('scim-sdk'), start);
