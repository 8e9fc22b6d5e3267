/** How long to wait for the next key: applying a filter to thousands of rows takes a while. */
const PAUSE_MS = 60;

/** Calls whenever what a form says has changed and nobody is typing. The form is never sent. */
export function onChange(form: HTMLFormElement, changed: () => void): void {
  let waiting = 0;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(changed, PAUSE_MS);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  // The fields are reset after the event.
  form.addEventListener('reset', () => setTimeout(changed));
}

/** How many are shown, in words: "1 check shown". */
export function shown(amount: number, noun: string): string {
  return `${amount.toLocaleString('en-US')} ${noun}${amount === 1 ? '' : 's'} shown`;
}
