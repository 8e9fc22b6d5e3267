import { onButton } from './clicks.ts';

/** Lets the buttons copy the text beside them, or select it where the clipboard is refused. */
export function offerCopying(): void {
  onButton('button[data-copy]', async (button) => {
    const text = button.parentElement?.querySelector('pre');
    if (text == null) return;
    button.textContent = (await copied(text.textContent)) ? 'Copied' : selected(text);
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 1500);
  });
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function selected(element: Element): string {
  getSelection()?.selectAllChildren(element);
  return 'Selected';
}
