import { readExpectation } from './expectation.ts';
import { startJackson } from './jackson.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation('jackson'), startJackson);
