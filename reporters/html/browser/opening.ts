/** Opens whatever hides the place that the address names, now and whenever it changes. */
export function openLinked(): void {
  addEventListener('hashchange', reveal);
  reveal();
}

function reveal(): void {
  // What follows the question mark is the state of filters.
  const [name = ''] = location.hash.slice(1).split('?');
  const target = document.getElementById(decoded(name));
  if (target === null) return;
  for (let at: Element | null = target; at !== null; at = at.parentElement)
    if (at instanceof HTMLDetailsElement) at.open = true;
  target.scrollIntoView();
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
