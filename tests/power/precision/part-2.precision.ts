import { measurePart } from './measure-part.ts';

measurePart(1, 2);
