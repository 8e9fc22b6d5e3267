import { measureCompounds } from './measure-compounds.ts';
import { measurePolicies } from './measure-policies.ts';

measurePolicies(1, 2);
measureCompounds(1, 2);
