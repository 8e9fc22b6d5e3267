import { readExpectation } from './expectation.ts';
import { start } from './scim2-server/start.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation('scim2-server'), start);
