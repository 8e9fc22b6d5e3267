/** What a form says, in the address behind the section it is about: `#checks?state=fail&suite=filtering`. */
const STATE = /^#([^?]*)\?(.*)$/;

/** Writes what the form says into the address, so that a link to it shows the same; an empty form leaves none. */
export function rememberState(form: HTMLFormElement, section: string): void {
  const said = [...new FormData(form)].filter(([, value]) => value !== '');
  const state = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
  if (state === '' && STATE.exec(location.hash)?.[1] !== section) return;
  history.replaceState(null, '', state === '' ? `#${section}` : `#${section}?${state}`);
}

/** Fills the form with what the address says; says whether it says anything. */
export function recallState(form: HTMLFormElement, section: string): boolean {
  const [, name, state = ''] = STATE.exec(location.hash) ?? [];
  if (name !== section) return false;
  const said = new URLSearchParams(state);
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.type === 'checkbox')
      field.checked = said.getAll(field.name).includes(field.value);
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
      field.value = said.get(field.name) ?? '';
  }
  return true;
}
