import fc from 'fast-check';
import type { Flavours } from './flavours.ts';
import { simplestFirst } from './realistic.ts';

function table(simplest: string, usual: readonly string[], unusual: readonly string[]): Flavours {
  return {
    realistic: simplestFirst(fc.constant(simplest), fc.constantFrom(...usual)),
    hard: simplestFirst(fc.constant(simplest), fc.constantFrom(...unusual)),
  };
}

/** Language tags (RFC 5646) for `locale` (RFC 7643 §4.1.1). */
export const locale: Flavours = table(
  'en-US',
  ['en-GB', 'de-DE', 'de-CH', 'fr-FR', 'pl-PL', 'ja-JP', 'sv-SE', 'nb-NO'],
  ['zh-Hant-TW', 'sr-Latn-RS', 'sl-rozaj', 'es-419', 'ca-ES-valencia', 'no'],
);

/** Values of an Accept-Language field (RFC 7231 §5.3.5) for `preferredLanguage` (RFC 7643 §4.1.1). */
export const language: Flavours = table(
  'en-US',
  ['en', 'en-GB', 'de-DE', 'fr-FR', 'pl-PL', 'ja-JP', 'nb-NO'],
  ['zh-Hant-TW', 'es-419', 'da, en-gb;q=0.8, en;q=0.7', 'no'],
);

/** Names of the IANA time zone database (RFC 6557) for `timezone` (RFC 7643 §4.1.1). */
export const timezone: Flavours = table(
  'Europe/London',
  [
    'America/New_York',
    'America/Los_Angeles',
    'Europe/Zurich',
    'Europe/Warsaw',
    'Asia/Tokyo',
    'Australia/Sydney',
  ],
  ['America/Argentina/Buenos_Aires', 'America/North_Dakota/New_Salem', 'Etc/GMT+12', 'Asia/Kathmandu', 'UTC'],
);
