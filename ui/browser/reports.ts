import { byId, within } from './elements.ts';

const form = document.getElementById('compare');

function ticked(of: HTMLFormElement): string[] {
  return new FormData(of).getAll('run').map(String);
}

if (form instanceof HTMLFormElement) {
  const button = within<HTMLButtonElement>(form, 'button');
  const count = (): void => {
    const amount = ticked(form).length;
    if (button !== null) button.disabled = amount !== 2;
    byId('ticked').textContent = amount === 0 ? '' : `${amount} ticked`;
  };
  form.addEventListener('change', count);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    location.assign(`/compare?${new URLSearchParams(ticked(form).map((id) => ['run', id]))}`);
  });
  count();
}
