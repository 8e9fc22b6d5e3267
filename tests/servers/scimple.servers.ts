import { readExpectation } from './expectation.ts';
import { start } from './scimple/start.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation('scimple'), start);
