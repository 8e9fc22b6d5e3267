import type { Filter } from '../../scim/filter.ts';
import { type Json, type JsonObject, stringMember } from '../../scim/json.ts';
import { both } from '../faults/description/overrides.ts';
import { filtering, mapAttribute, mapClientStrings, mapComparisons, storing } from '../faults/rewrite.ts';
import { mapElements } from '../faults/showing.ts';
import type { Overrides, VariationTable } from './variation.ts';

/** Overrides of the `value` of each element of an attribute as it is stored. */
const storingValues = (name: string, change: (text: string) => string): Overrides =>
  storing((resource) =>
    mapAttribute(resource, name, (list) =>
      mapElements(list, (element) => {
        const value = stringMember(element, 'value');
        return value === undefined ? element : { ...element, value: change(value) };
      }),
    ),
  );

/** Overrides of the operands that a filter compares an attribute's values with, or those of every attribute. */
const comparing = (attribute: string | null, change: (text: string) => string): Overrides => {
  const adapted = (filter: Filter): Filter =>
    mapComparisons(filter, (comparison) =>
      typeof comparison.value === 'string' &&
      (attribute === null || comparison.path.attribute.toLowerCase() === attribute.toLowerCase())
        ? { ...comparison, value: change(comparison.value) }
        : comparison,
    );
  return filtering(adapted);
};

/** Digits with their plus sign, and an extension where there is one (RFC 3966 §3). */
function telephoneUri(text: string): string {
  const [, extension] = /(?:;ext=|\bx|\bext\.? *)(\d+)$/i.exec(text) ?? [];
  const number = text.replace(/(?:;ext=|\bx|\bext\.? *)\d+$/i, '');
  const digits = number.replace(/\D/g, '');
  if (digits === '') return text;
  return `tel:${number.includes('+') ? '+' : ''}${digits}${extension === undefined ? '' : `;ext=${extension}`}`;
}

/** A telephone number with blanks, hyphens and parentheses taken out, as many directories keep it. */
function telephoneDigits(text: string): string {
  const bare = text.replace(/[\s().-]/g, '');
  return /\d/.test(bare) ? bare : text;
}

function lowerUserName(resource: JsonObject): JsonObject {
  return mapAttribute(resource, 'userName', (name: Json) =>
    typeof name === 'string' ? name.toLowerCase() : name,
  );
}

const lower = (text: string): string => text.toLowerCase();

/** Values that come back in another spelling than they were sent in, equal under their own comparison. */
export const VALUES = {
  'user-names-lower-case': {
    title: 'userName is kept in small letters',
    permittedBy: 'RFC7643-4.1.1',
    overrides: storing(lowerUserName),
  },
  'emails-lower-case': {
    title: 'e-mail addresses are kept in small letters',
    permittedBy: 'RFC7643-4.1.2',
    overrides: storingValues('emails', lower),
  },
  'phone-numbers-as-uris': {
    title: 'telephone numbers are kept as tel: URIs',
    permittedBy: 'RFC7643-4.1.2',
    overrides: both(storingValues('phoneNumbers', telephoneUri), comparing('phoneNumbers', telephoneUri)),
  },
  'phone-numbers-as-digits': {
    title: 'telephone numbers are kept without blanks and punctuation',
    permittedBy: 'RFC7643-4.1.2',
    overrides: both(
      storingValues('phoneNumbers', telephoneDigits),
      comparing('phoneNumbers', telephoneDigits),
    ),
  },
  'strings-trimmed': {
    title: 'strings lose the blanks around them',
    permittedBy: 'RFC7644-3.3',
    warns: ['E-057'],
    overrides: both(
      storing((resource) => mapClientStrings(resource, (text) => text.trim())),
      comparing(null, (text) => text.trim()),
    ),
  },
  'strings-composed': {
    title: 'strings are kept in Unicode’s form C',
    permittedBy: 'RFC7644-7.8',
    warns: ['E-057'],
    overrides: both(
      storing((resource) => mapClientStrings(resource, (text) => text.normalize('NFC'))),
      comparing(null, (text) => text.normalize('NFC')),
    ),
  },
} as const satisfies VariationTable;
