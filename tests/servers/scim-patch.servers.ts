import { readExpectation } from './expectation.ts';
import { start } from './scim-patch/start.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation('scim-patch'), start);
