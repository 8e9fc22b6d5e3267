import fc from 'fast-check';

/** A class of strings that implementations get wrong for one common reason. */
export interface HardClass {
  readonly name: string;
  /** What such a string holds, for sentences. */
  readonly words: string;
  readonly arbitrary: fc.Arbitrary<string>;
  /**
   * Whether such a string is a valid `userName`. Usernames are prepared with PRECIS (RFC 7644 §5, RFC 7613 §3):
   * no emoji, compatibility or private-use characters, NFC only, no blanks around, and no right-to-left text,
   * since the run's marker in Latin letters would break the Bidi rule (RFC 5893 §2).
   */
  readonly userName: boolean;
  /** Whether the class is drawn only on demand. */
  readonly onDemand: boolean;
}

const MAX_LENGTH = 1000;
const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), maxLength: 6 });
const plainWord = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
  minLength: 1,
  maxLength: 8,
});

/** `feature` between two words; shrinks to the feature alone. */
function within(feature: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(word, feature, word).map((parts) => parts.join(''));
}

/** Strings that hold at least one, at most four of `features`, among plain letters. */
function holding(...features: readonly string[]): fc.Arbitrary<string> {
  const feature = fc.constantFrom(...features);
  return fc
    .tuple(within(feature), fc.array(within(feature), { maxLength: 3 }))
    .map(([first, more]) => first + more.join(''));
}

/** Runs of code points from the given inclusive ranges; none may hold a surrogate or a noncharacter. */
function fromRanges(...ranges: readonly (readonly [first: number, last: number])[]): fc.Arbitrary<string> {
  const unit = fc.oneof(
    ...ranges.map(([min, max]) => fc.integer({ min, max }).map((point) => String.fromCodePoint(point))),
  );
  return within(fc.string({ unit, minLength: 1, maxLength: 6 }));
}

const planes = (first: number, last: number): (readonly [number, number])[] =>
  Array.from({ length: last - first + 1 }, (_, index) => {
    const base = (first + index) * 0x1_0000;
    return [base, base + 0xfffd];
  });

function row(
  name: string,
  words: string,
  arbitrary: fc.Arbitrary<string>,
  use: 'everywhere' | 'not in userName' | 'on demand',
): HardClass {
  return { name, words, arbitrary, userName: use === 'everywhere', onDemand: use === 'on demand' };
}

/** Every class of hard strings, by name. All are valid SCIM strings (RFC 7643 §2.3.1): Unicode without lone surrogates, no NUL. */
export const HARD_CLASSES: readonly HardClass[] = [
  row('plain', 'plain letters', plainWord, 'everywhere'),
  row(
    'latin-accents',
    'accented letters',
    holding('ä', 'ø', 'ł', 'ñ', 'ç', 'đ', 'ő', 'ğ', 'þ', 'æ'),
    'everywhere',
  ),
  row(
    'other-scripts',
    'letters of other scripts',
    holding('Ω', 'ж', 'क', 'ไ', '漢', '字', '한', 'ა', 'አ', 'Հ'),
    'everywhere',
  ),
  row(
    'case-mapping',
    'letters whose capitals are special, like ß',
    holding('ß', 'ẞ', 'İ', 'ı', 'ſ', '\u212a', 'ς', 'ǆ', 'ﬁ'),
    'not in userName',
  ),
  row(
    'basic-plane',
    'characters of the basic plane',
    fromRanges([0xa1, 0xd7ff], [0xe000, 0xfdcf], [0xfdf0, 0xfffd]),
    'not in userName',
  ),
  row('planes-1-to-3', 'characters of four bytes in UTF-8', fromRanges(...planes(1, 3)), 'not in userName'),
  row(
    'planes-4-to-16',
    'characters of planes beyond those in use',
    fromRanges(...planes(4, 16)),
    'not in userName',
  ),
  row(
    'combining-nfc',
    'composed characters',
    holding('\u00e9', '\u00c5', '\u1ec7', '\uac01', '\u00fc'),
    'everywhere',
  ),
  row(
    'combining-nfd',
    'decomposed characters',
    holding('\u00e9', '\u00c5', '\u1ec7', '\uac01', '\u00fc').map(decompose),
    'not in userName',
  ),
  row(
    'right-to-left',
    'right-to-left text',
    holding('שלום', 'مرحبا', 'می\u200cخواهم', 'ܫܠܡܐ', '\u200f'),
    'not in userName',
  ),
  row('emoji', 'emoji', holding('😀', '👩‍👩‍👧‍👦', '👍🏽', '🇨🇭', '1️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '❤️'), 'not in userName'),
  row('double-quote', 'double quotes', holding('"', '""', '\\"'), 'everywhere'),
  row('typographic-quotes', 'typographic quotes', holding('“', '”', '«', '‘', '’'), 'not in userName'),
  row('backslash', 'backslashes', holding('\\', '\\\\', '\\n', '\\u0041', 'C:\\'), 'everywhere'),
  row('apostrophe', 'apostrophes', holding("'", "''", "O'"), 'everywhere'),
  row('plus', 'plus signs', holding('+', '++'), 'everywhere'),
  row('ampersand', 'ampersands', holding('&', '&amp;', '&a=b'), 'everywhere'),
  row('percent', 'percent signs', holding('%', '%20', '%2B', '%zz'), 'everywhere'),
  row('url-delimiters', 'delimiters of URLs', holding('/', '#', '?', '=', ';', ':', '../'), 'everywhere'),
  row('brackets', 'brackets', holding('(', ')', '[', ']', '{', '}', '<', '>'), 'everywhere'),
  row(
    'filter-text',
    'parts of a filter',
    holding('" or userName pr or "', ' eq ', 'a" and "b', '[type eq "work"]'),
    'not in userName',
  ),
  row(
    'filter-words',
    'a word of the filter language',
    fc.constantFrom('or', 'Or', 'AND', 'and', 'not', 'eq', 'co', 'pr', 'gt', 'Not'),
    'everywhere',
  ),
  row(
    'sql-text',
    'parts of an SQL statement',
    holding("' OR '1'='1", '; DROP TABLE users;--', '/* */', '_%'),
    'not in userName',
  ),
  row(
    'ldap-text',
    'parts of an LDAP filter',
    holding('*)(uid=*', 'cn=a,dc=example', '\\2a', '(|'),
    'everywhere',
  ),
  row(
    'markup',
    'markup',
    holding('<b>', '</a>', ']]>', '<!--', '<script>alert(1)</script>', '{{7*7}}'),
    'everywhere',
  ),
  row(
    'leading-zeros',
    'digits with leading zeros',
    fc.tuple(fc.constantFrom('0', '00', '000'), fc.nat(9999)).map((parts) => parts.join('')),
    'everywhere',
  ),
  row(
    'long',
    'hundreds of letters',
    fc.integer({ min: 200, max: MAX_LENGTH }).map((length) => 'a'.repeat(length)),
    'everywhere',
  ),
  row(
    'surrounding-blanks',
    'blanks around it',
    fc.constantFrom(' a', 'a ', ' a ', '  a', 'a  '),
    'not in userName',
  ),
  row('inner-blanks', 'blanks between words', fc.constantFrom('a b', 'a  b', 'a   b c'), 'everywhere'),
  row(
    'look-alike',
    'text that looks like another type',
    fc.constantFrom(
      'true',
      'false',
      'null',
      '0',
      '1',
      '-1',
      '[]',
      '{}',
      '1e3',
      '0x10',
      'NaN',
      'undefined',
      '2024-01-01T00:00:00Z',
    ),
    'everywhere',
  ),
  row('control', 'control characters', holding('\t', '\n'), 'on demand'),
];

function decompose(text: string): string {
  return text.normalize('NFD');
}
