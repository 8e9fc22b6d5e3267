/** Calls for every click on a button that the selector matches, and on what is in one. */
export function onButton(selector: string, clicked: (button: HTMLButtonElement) => void): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest(selector) : null;
    if (button instanceof HTMLButtonElement) clicked(button);
  });
}
