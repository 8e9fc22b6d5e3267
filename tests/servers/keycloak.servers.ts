import { readExpectation } from './expectation.ts';
import { start } from './keycloak/start.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation('keycloak'), start);
