import { start } from './django-scim2-server/start.ts';
import { readExpectation } from './expectation.ts';
import { describeServer } from './suite.ts';

describeServer(readExpectation('django-scim2-server'), start);
