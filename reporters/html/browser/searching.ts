import { recallState, rememberState } from './form-state.ts';
import { onChange, shown } from './forms.ts';
import { holdsAll, wordsOf } from './words.ts';

/** Shows the field that searches in all tables of a comparison. */
export function searchComparison(): void {
  const form = document.getElementById('comparison-filters');
  const output = document.getElementById('comparison-shown');
  if (!(form instanceof HTMLFormElement) || output === null) return;
  const search = form.querySelector<HTMLInputElement>('input[type="search"]');
  const everything = form.querySelector<HTMLInputElement>('#everything');
  if (search === null || everything === null) return;
  const rows = [...document.querySelectorAll<HTMLTableRowElement>('.layer tbody tr')];
  const apply = () => {
    const words = wordsOf(search.value);
    for (const row of rows) row.hidden = !holdsAll(row, words);
    const visible = rows.filter(
      (row) => !row.hidden && (everything.checked || !row.classList.contains('same')),
    );
    output.textContent = words.length > 0 ? shown(visible.length, 'row') : '';
  };
  onChange(form, () => {
    apply();
    rememberState(form, 'rows');
  });
  search.hidden = false;
  if (recallState(form, 'rows')) apply();
}
