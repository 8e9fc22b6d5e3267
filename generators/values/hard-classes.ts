import fc from 'fast-check';

/** A class of strings that implementations get wrong for one common reason. */
export interface HardClass {
  readonly name: string;
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
  arbitrary: fc.Arbitrary<string>,
  use: 'everywhere' | 'not in userName' | 'on demand',
): HardClass {
  return { name, arbitrary, userName: use === 'everywhere', onDemand: use === 'on demand' };
}

/** Every class of hard strings, by name. All are valid SCIM strings (RFC 7643 §2.3.1): Unicode without lone surrogates, no NUL. */
export const HARD_CLASSES: readonly HardClass[] = [
  row('plain', plainWord, 'everywhere'),
  row('latin-accents', holding('ä', 'ø', 'ł', 'ñ', 'ç', 'đ', 'ő', 'ğ', 'þ', 'æ'), 'everywhere'),
  row('other-scripts', holding('Ω', 'ж', 'क', 'ไ', '漢', '字', '한', 'ა', 'አ', 'Հ'), 'everywhere'),
  row('case-mapping', holding('ß', 'ẞ', 'İ', 'ı', 'ſ', '\u212a', 'ς', 'ǆ', 'ﬁ'), 'not in userName'),
  row('basic-plane', fromRanges([0xa1, 0xd7ff], [0xe000, 0xfdcf], [0xfdf0, 0xfffd]), 'not in userName'),
  row('planes-1-to-3', fromRanges(...planes(1, 3)), 'not in userName'),
  row('planes-4-to-16', fromRanges(...planes(4, 16)), 'not in userName'),
  row('combining-nfc', holding('\u00e9', '\u00c5', '\u1ec7', '\uac01', '\u00fc'), 'everywhere'),
  row(
    'combining-nfd',
    holding('\u00e9', '\u00c5', '\u1ec7', '\uac01', '\u00fc').map(decompose),
    'not in userName',
  ),
  row('right-to-left', holding('שלום', 'مرحبا', 'می\u200cخواهم', 'ܫܠܡܐ', '\u200f'), 'not in userName'),
  row('emoji', holding('😀', '👩‍👩‍👧‍👦', '👍🏽', '🇨🇭', '1️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '❤️'), 'not in userName'),
  row('double-quote', holding('"', '""', '\\"'), 'everywhere'),
  row('typographic-quotes', holding('“', '”', '«', '‘', '’'), 'not in userName'),
  row('backslash', holding('\\', '\\\\', '\\n', '\\u0041', 'C:\\'), 'everywhere'),
  row('apostrophe', holding("'", "''", "O'"), 'everywhere'),
  row('plus', holding('+', '++'), 'everywhere'),
  row('ampersand', holding('&', '&amp;', '&a=b'), 'everywhere'),
  row('percent', holding('%', '%20', '%2B', '%zz'), 'everywhere'),
  row('url-delimiters', holding('/', '#', '?', '=', ';', ':', '../'), 'everywhere'),
  row('brackets', holding('(', ')', '[', ']', '{', '}', '<', '>'), 'everywhere'),
  row(
    'filter-text',
    holding('" or userName pr or "', ' eq ', 'a" and "b', '[type eq "work"]'),
    'not in userName',
  ),
  row('sql-text', holding("' OR '1'='1", '; DROP TABLE users;--', '/* */', '_%'), 'not in userName'),
  row('ldap-text', holding('*)(uid=*', 'cn=a,dc=example', '\\2a', '(|'), 'everywhere'),
  row('markup', holding('<b>', '</a>', ']]>', '<!--', '<script>alert(1)</script>', '{{7*7}}'), 'everywhere'),
  row(
    'leading-zeros',
    fc.tuple(fc.constantFrom('0', '00', '000'), fc.nat(9999)).map((parts) => parts.join('')),
    'everywhere',
  ),
  row(
    'long',
    fc.integer({ min: 200, max: MAX_LENGTH }).map((length) => 'a'.repeat(length)),
    'everywhere',
  ),
  row('surrounding-blanks', fc.constantFrom(' a', 'a ', ' a ', '  a', 'a  '), 'not in userName'),
  row('inner-blanks', fc.constantFrom('a b', 'a  b', 'a   b c'), 'everywhere'),
  row(
    'look-alike',
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
  row('control', holding('\t', '\n'), 'on demand'),
];

function decompose(text: string): string {
  return text.normalize('NFD');
}
