/** The element of the page with this id. @throws Error where the page is another one */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

/** The element in another one that a selector finds; null where there is none. */
export function within<E extends HTMLElement = HTMLElement>(element: ParentNode, selector: string): E | null {
  return element.querySelector<E>(selector);
}

/** An element with text in it, which is never markup. */
export function made(name: string, text: string, className = ''): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  if (className !== '') element.className = className;
  return element;
}

/** The signs of the states, as in reports. */
const SIGNS: Readonly<Record<string, string>> = { pass: '✓', fail: '✕', warn: '!', skip: '–', error: '?' };

/** A state as sign and word. */
export function badge(state: string, word = state): HTMLElement {
  const element = made('span', '', `badge s-${state}`);
  const mark = made('span', SIGNS[state] ?? '·', `mark s-${state}`);
  mark.setAttribute('aria-hidden', 'true');
  element.append(mark, word);
  return element;
}
