/** A noun with its article: `a user`, `an Entitlement`. */
export function withArticle(noun: string): string {
  const vowel = /^(?:[aeio]|u(?!se|ni))/i.test(noun);
  return `${vowel ? 'an' : 'a'} ${noun}`;
}
