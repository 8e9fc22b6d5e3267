/** The words of a search, in lower case. */
export function wordsOf(search: string): readonly string[] {
  return search.toLowerCase().split(/\s+/).filter(Boolean);
}

const texts = new WeakMap<Element, string>();

/** Whether an element's text holds all words, in any letter case. The text is read once: it does not change. */
export function holdsAll(element: Element, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = texts.get(element) ?? element.textContent.toLowerCase();
  texts.set(element, text);
  return words.every((word) => text.includes(word));
}
