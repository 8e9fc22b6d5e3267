/** Opens whatever hides the place that the address names, now and whenever it changes. */
export function openLinked(): void {
  addEventListener('hashchange', reveal);
  reveal();
}

/** Opens all findings before they are printed. */
export function openForPrint(): void {
  addEventListener('beforeprint', () => {
    for (const card of document.querySelectorAll<HTMLDetailsElement>('details.card')) card.open = true;
  });
}

function reveal(): void {
  const target = document.getElementById(decoded(location.hash.slice(1)));
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
