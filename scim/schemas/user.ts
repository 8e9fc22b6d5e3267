import type { Schema } from '../schema.ts';
import { CORE_USER } from '../urns.ts';
import { define, plural, typeLabel } from './define.ts';

const display = define('display');
const primary = define('primary', 'boolean');
const readOnly = { mutability: 'readOnly' } as const;
const external = { referenceTypes: ['external'] } as const;

/**
 * The core User schema (RFC 7643 §8.7.1 and §4.1). Where the printed schema contradicts the text, the text holds:
 * `addresses` has `primary` (§2.4, example in RFC 7644 §3.5.2.3), `ims` may be of type "other" (§4.1.2),
 * `groups.$ref` refers to groups and `groups.value` is an `id`, hence case exact (§4.1.2, §3.1).
 */
export const USER: Schema = {
  id: CORE_USER,
  name: 'User',
  attributes: [
    define('userName', 'string', { required: true, uniqueness: 'server' }),
    define('name', 'complex', {
      subAttributes: [
        define('formatted'),
        define('familyName'),
        define('givenName'),
        define('middleName'),
        define('honorificPrefix'),
        define('honorificSuffix'),
      ],
    }),
    define('displayName'),
    define('nickName'),
    define('profileUrl', 'reference', external),
    define('title'),
    define('userType'),
    define('preferredLanguage'),
    define('locale'),
    define('timezone'),
    define('active', 'boolean'),
    define('password', 'string', { mutability: 'writeOnly', returned: 'never' }),
    plural('emails', [define('value'), display, typeLabel('work', 'home', 'other'), primary]),
    plural('phoneNumbers', [
      define('value'),
      display,
      typeLabel('work', 'home', 'mobile', 'fax', 'pager', 'other'),
      primary,
    ]),
    plural('ims', [
      define('value'),
      display,
      typeLabel('aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo', 'other'),
      primary,
    ]),
    plural('photos', [
      define('value', 'reference', external),
      display,
      typeLabel('photo', 'thumbnail'),
      primary,
    ]),
    plural('addresses', [
      define('formatted'),
      define('streetAddress'),
      define('locality'),
      define('region'),
      define('postalCode'),
      define('country'),
      typeLabel('work', 'home', 'other'),
      primary,
    ]),
    plural(
      'groups',
      [
        define('value', 'string', { ...readOnly, caseExact: true }),
        define('$ref', 'reference', { ...readOnly, referenceTypes: ['Group'] }),
        define('display', 'string', readOnly),
        define('type', 'string', { ...readOnly, canonicalValues: ['direct', 'indirect'] }),
      ],
      readOnly,
    ),
    plural('entitlements', [define('value'), display, typeLabel(), primary]),
    plural('roles', [define('value'), display, typeLabel(), primary]),
    plural('x509Certificates', [define('value', 'binary'), display, typeLabel(), primary]),
  ],
};
