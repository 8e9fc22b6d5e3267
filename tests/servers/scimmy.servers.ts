import { readExpectation } from './expectation.ts';
import { startScimmy } from './scimmy.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation('scimmy'), startScimmy);
