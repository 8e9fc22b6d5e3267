import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXCLUSIONS } from './exclusions.ts';
import { REQUIREMENTS } from './index.ts';
import type { Lines, Rfc2119Level } from './requirement.ts';

/** The folder with `rfc7643.txt` and `rfc7644.txt` as the RFC Editor publishes them; the texts are no part of this project. */
const TEXTS = process.env.SCIM_RFC_TEXTS;

const LEVELS: Readonly<Record<string, Rfc2119Level>> = {
  MUST: 'MUST',
  SHALL: 'MUST',
  REQUIRED: 'MUST',
  SHOULD: 'SHOULD',
  RECOMMENDED: 'SHOULD',
  MAY: 'MAY',
  OPTIONAL: 'MAY',
};

interface Keyword {
  readonly line: number;
  readonly level: Rfc2119Level;
  readonly text: string;
}

/** Every keyword of RFC 2119 in a text, with its line; a negation has the level of its keyword. */
function keywords(lines: readonly string[]): Keyword[] {
  return lines.flatMap((text, index) =>
    [...text.matchAll(/\b(?:MUST|SHALL|REQUIRED|SHOULD|RECOMMENDED|MAY|OPTIONAL)\b/g)].flatMap(([word]) => {
      const level = LEVELS[word];
      return level === undefined ? [] : [{ line: index + 1, level, text: text.trim() }];
    }),
  );
}

/** The sections of a text by number, each from its heading to the next one. */
function sections(lines: readonly string[]): Map<string, Lines> {
  const headings = lines.flatMap((text, index) => {
    const number = /^(\d+(?:\.\d+)*)\. {2}\S/.exec(text)?.[1];
    return number === undefined ? [] : [{ number, line: index + 1 }];
  });
  return new Map(
    headings.map(({ number, line }, index) => [
      number,
      [line, (headings[index + 1]?.line ?? lines.length) - 1],
    ]),
  );
}

const contains = ([from, to]: Lines, line: number) => from <= line && line <= to;

describe.each(['RFC7643', 'RFC7644'])('%s', (rfc) => {
  describe.skipIf(TEXTS === undefined)('with SCIM_RFC_TEXTS naming the folder of the texts', () => {
    const read = () => readFileSync(join(TEXTS ?? '', `${rfc.toLowerCase()}.txt`), 'utf8').split(/\r?\n/);
    const rows = REQUIREMENTS.filter(({ id }) => id.startsWith(rfc)).flatMap(({ lines, ...row }) =>
      lines === null ? [] : [{ ...row, lines }],
    );

    test('every keyword lies within a row of its level, or where none is needed', () => {
      const open = keywords(read()).filter(
        ({ line, level }) =>
          !rows.some((row) => row.level === level && contains(row.lines, line)) &&
          !EXCLUSIONS.some((exclusion) => exclusion.rfc === rfc && contains(exclusion.lines, line)),
      );
      expect(open).toEqual([]);
    });

    test('no section has more keywords of a level than rows of it', () => {
      const found = keywords(read()).filter(
        ({ line }) =>
          !EXCLUSIONS.some((exclusion) => exclusion.rfc === rfc && contains(exclusion.lines, line)),
      );
      const short = [...sections(read())].flatMap(([section, range]) =>
        (['MUST', 'SHOULD', 'MAY'] as const).flatMap((level) => {
          const needed = found.filter((keyword) => keyword.level === level && contains(range, keyword.line));
          const had = rows.filter((row) => row.level === level && contains(range, row.lines[0]));
          return needed.length > had.length
            ? [{ section, level, needed: needed.length, had: had.length }]
            : [];
        }),
      );
      expect(short).toEqual([]);
    });

    test('every SHOULD and MAY row has its keyword', () => {
      const found = keywords(read());
      const without = rows.filter(
        (row) =>
          row.level !== 'MUST' &&
          !found.some(({ line, level }) => level === row.level && contains(row.lines, line)),
      );
      expect(without.map(({ id }) => id)).toEqual([]);
    });

    test('every row lies within the section that it cites, or the one above', () => {
      const ranges = sections(read());
      const outside = rows.filter(({ section, lines }) => {
        const above = section?.replace(/\.\d+$/, '');
        return ![section, above].some((number) => {
          const range = ranges.get(number ?? '');
          return range !== undefined && contains(range, lines[0]) && contains(range, lines[1]);
        });
      });
      expect(outside.map(({ id, lines }) => ({ id, lines }))).toEqual([]);
    });

    test('an exclusion holds a keyword', () => {
      const found = keywords(read());
      const empty = EXCLUSIONS.filter(
        (exclusion) => exclusion.rfc === rfc && !found.some(({ line }) => contains(exclusion.lines, line)),
      );
      expect(empty).toEqual([]);
    });
  });
});
