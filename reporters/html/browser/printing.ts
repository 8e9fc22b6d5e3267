import { onButton } from './clicks.ts';

/** Opens all findings before everything is printed; the short form has none. */
export function openForPrint(): void {
  addEventListener('beforeprint', () => {
    if (document.documentElement.dataset.print === 'short') return;
    for (const card of document.querySelectorAll<HTMLDetailsElement>('details.card')) card.open = true;
  });
}

/** Shows the button that prints the short form. */
export function offerShortPrint(): void {
  const root = document.documentElement;
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]'))
    button.hidden = false;
  addEventListener('afterprint', () => {
    delete root.dataset.print;
  });
  onButton('button[data-print]', () => {
    root.dataset.print = 'short';
    print();
  });
}
