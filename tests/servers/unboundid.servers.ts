import { readExpectation } from './expectation.ts';
import { describeServer } from './suite.ts';
import { start } from './unboundid/start.ts';

describeServer(readExpectation('unboundid'), start);
