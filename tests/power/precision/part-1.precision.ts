import { measurePart } from './measure-part.ts';

measurePart(0, 2);
