import fc from 'fast-check';
import { cut } from '../constraints.ts';
import type { Flavours } from './flavours.ts';
import type { LengthBounds } from './hard-string.ts';
import { realistic, simplestFirst } from './realistic.ts';

/** Names that no mail ever reaches (RFC 2606 §2, §3). */
const DOMAINS = [
  'example.com',
  'example.org',
  'example.net',
  'mail.example.com',
  'corp.test',
  'mail.invalid',
] as const;
/** Octets of a local part and of an address (RFC 5321 §4.5.3.1). */
const MAX_LOCAL_PART = 64;
const MAX_ADDRESS = 254;

/** Dot-atoms (RFC 5321 §4.1.2): valid everywhere, unlike quoted local parts. */
const HARD_LOCAL_PARTS = [
  "o'brien",
  'a+b',
  'a++b+c',
  'a&b',
  '100%',
  'a/b',
  'a#b',
  'a=b?c',
  '{a}',
  '~a_b-c!',
  '`a`',
  '$a^b|c*',
  'A.B',
  'aDa',
  '007',
  'true',
  'null',
  '0',
  '1e3',
  'a'.repeat(MAX_LOCAL_PART),
] as const;

const PERSON = realistic(
  'ada',
  (faker) => {
    const name = `${faker.person.firstName()}.${faker.person.lastName()}${faker.number.int({ max: 99 })}`;
    return name.toLowerCase().replace(/[^a-z0-9.]/g, '');
  },
  { ascii: true },
);

/** E-mail addresses at a reserved domain, or at `domain` when the target demands one. Shrink to `ada@example.com`. */
export function email(options: LengthBounds & { readonly domain?: string } = {}): Flavours {
  const domains = options.domain === undefined ? DOMAINS : ([options.domain] as const);
  const [main] = domains;
  const at = (local: fc.Arbitrary<string>, domain: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(local, domain).map(([name, host]) => `${fitLocalPart(name, host, options)}@${host}`);
  return {
    realistic: at(PERSON, fc.constant(main)),
    hard: at(
      simplestFirst(fc.constant('ada'), fc.constantFrom(...HARD_LOCAL_PARTS)),
      fc.constantFrom(...domains),
    ),
  };
}

function fitLocalPart(local: string, domain: string, bounds: LengthBounds): string {
  const least = Math.max(1, (bounds.minLength ?? 1) - domain.length - 1);
  const most = Math.min(
    MAX_LOCAL_PART,
    Math.min(MAX_ADDRESS, bounds.maxLength ?? MAX_ADDRESS) - domain.length - 1,
  );
  if (most < least) throw new RangeError(`no address at ${domain} has the length the constraint asks for`);
  // A cut may end in a dot, which a dot-atom may not.
  return cut(local, most).replace(/\.+$/, '').padEnd(least, 'a');
}
