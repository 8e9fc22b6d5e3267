import { start } from './elimity/start.ts';
import { readExpectation } from './expectation.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation('elimity'), start);
