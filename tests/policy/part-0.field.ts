import { measureCompounds } from './measure-compounds.ts';
import { measurePolicies } from './measure-policies.ts';

measurePolicies(0, 2);
measureCompounds(0, 2);
