import { startBetterAuth } from './better-auth.ts';
import { readExpectation } from './expectation.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation('better-auth'), startBetterAuth);
