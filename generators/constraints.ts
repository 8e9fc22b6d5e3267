import type { Constraints, ValueConstraint } from '../config/application.ts';

type Format = NonNullable<ValueConstraint['format']>;

/** An RFC 5321 mailbox with a dot-atom local part: the only form generated and counted as an address. */
const EMAIL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z\d-]+(?:\.[a-z\d-]+)+$/i;

const FORMATS: Readonly<Record<Format, RegExp>> = {
  email: EMAIL,
  countryCode: /^[A-Z]{2}$/,
  phone: /^(?:tel:)?\+?[\d ().-]+(?:;ext=\d+)?$/,
  uri: /^[a-z][a-z\d+.-]*:\S+$/i,
  locale: /^[a-z]{2,3}(?:[-_][a-z\d]{2,8})*$/i,
  timezone: /^[A-Z][\w+-]*(?:\/[\w+-]+)*$/,
  language: /^[a-z]{2,3}(?:-[a-z\d]{2,8})*(?:;q=[\d.]+)?(?:, ?[a-z]{2,3}(?:-[a-z\d]{2,8})*(?:;q=[\d.]+)?)*$/i,
};

/** The constraint for an attribute path (as documented), compared without regard to case; undefined when there is none. */
export function constraintFor(
  constraints: Constraints | undefined,
  text: string,
): ValueConstraint | undefined {
  const wanted = text.toLowerCase();
  return Object.entries(constraints ?? {}).find(([path]) => path.toLowerCase() === wanted)?.[1];
}

/** A constraint's `pattern` as an expression that the whole value must match. Throws SyntaxError for an invalid pattern. */
export function wholePattern(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u');
}

/** Whether a value meets a constraint. Lengths count UTF-16 code units, the strictest of the usual countings but bytes. */
export function satisfies(value: string, constraint: ValueConstraint | undefined): boolean {
  if (constraint === undefined) return true;
  const {
    enum: values,
    pattern,
    format,
    domain,
    minLength = 0,
    maxLength = Number.POSITIVE_INFINITY,
  } = constraint;
  if (values !== undefined) return values.includes(value);
  return (
    value.length >= minLength &&
    value.length <= maxLength &&
    (pattern === undefined || wholePattern(pattern).test(value)) &&
    (format === undefined || FORMATS[format].test(value)) &&
    (domain === undefined || value.toLowerCase().endsWith(`@${domain.toLowerCase()}`))
  );
}

/** The longest beginning of `value` within `maxLength` UTF-16 code units that splits no surrogate pair. */
export function cut(value: string, maxLength: number): string {
  if (value.length <= maxLength) return value;
  const last = value.charCodeAt(maxLength - 1);
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength);
}

/** A value's local part and domain when it reads as an e-mail address, else null. */
export function splitEmail(value: string): { readonly local: string; readonly domain: string } | null {
  if (!EMAIL.test(value)) return null;
  const at = value.lastIndexOf('@');
  return { local: value.slice(0, at), domain: value.slice(at + 1) };
}
