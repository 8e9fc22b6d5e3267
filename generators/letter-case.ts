/** The value with the case of its ASCII letters flipped, or null when it has none: only they have one undisputed case mapping. */
export function otherCase(value: string): string | null {
  const flipped = value.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) ^ 0x20));
  return flipped === value ? null : flipped;
}
