import { offerCopying } from './copying.ts';
import { filterChecks } from './filtering.ts';
import { openLinked } from './opening.ts';
import { offerShortPrint, openForPrint } from './printing.ts';
import { sortTables } from './sorting.ts';
import { switchTheme } from './theme.ts';

// The program of every page. Without it everything is readable. It touches no text as markup and stores only the chosen
// theme.
switchTheme();
offerCopying();
openLinked();
openForPrint();
offerShortPrint();
sortTables();
filterChecks();
