import { startBetterAuth } from './better-auth.ts';
import { EXPECTATIONS, readExpectation } from './expectation.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation(EXPECTATIONS.betterAuth), startBetterAuth);
