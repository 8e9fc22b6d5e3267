import { readExpectation } from './expectation.ts';
import { start } from './rust-scim-server/start.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation('rust-scim-server'), start);
