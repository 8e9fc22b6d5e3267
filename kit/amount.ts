/** So many of them: `1 resource`, `3 resources`, `no resources`. */
export function amount(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count === 0 ? 'no' : count} ${noun}s`;
}
