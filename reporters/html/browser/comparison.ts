import { searchComparison } from './searching.ts';

// What a comparison adds to the program of every page. Without it everything is readable, and the switch works by itself.
searchComparison();
