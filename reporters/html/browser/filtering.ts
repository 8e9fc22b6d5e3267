import { recallState, rememberState } from './form-state.ts';
import { onChange, shown } from './forms.ts';
import { holdsAll, wordsOf } from './words.ts';

/** What the filters of the checks ask for; what is empty asks for nothing. */
interface Wanted {
  readonly states: readonly string[];
  readonly level: string;
  readonly suite: string;
  readonly requirement: string;
  readonly words: readonly string[];
}

/** Shows the filters of the checks and applies them, as the address has them at first; suites without a check that matches disappear. */
export function filterChecks(): void {
  const form = document.getElementById('filters');
  if (!(form instanceof HTMLFormElement)) return;
  const suites = [...document.querySelectorAll<HTMLDetailsElement>('#checks .suite')].map((suite) => ({
    suite,
    open: suite.open,
    rows: [...suite.querySelectorAll<HTMLTableRowElement>('tbody tr')],
  }));
  const output = document.getElementById('shown');
  const none = document.getElementById('none');
  const apply = () => {
    const wanted = wantedOf(new FormData(form));
    const active = Object.values(wanted).some(({ length }) => length > 0);
    let total = 0;
    for (const { suite, open, rows } of suites) {
      for (const row of rows) row.hidden = !matches(row, suite.dataset.suite, wanted);
      const visible = rows.filter(({ hidden }) => !hidden).length;
      suite.hidden = visible === 0;
      suite.open = active ? visible > 0 : open;
      total += visible;
    }
    if (output !== null) output.textContent = active ? shown(total, 'check') : '';
    if (none !== null) none.hidden = total > 0;
  };
  const recall = () => {
    if (recallState(form, 'checks')) apply();
  };
  onChange(form, () => {
    apply();
    rememberState(form, 'checks');
  });
  addEventListener('hashchange', recall);
  form.hidden = false;
  recall();
}

function wantedOf(data: FormData): Wanted {
  return {
    states: data.getAll('state').map(String),
    level: String(data.get('level')),
    suite: String(data.get('suite')),
    requirement: String(data.get('requirement')),
    words: wordsOf(String(data.get('text'))),
  };
}

function matches(row: HTMLTableRowElement, suite: string | undefined, wanted: Wanted): boolean {
  const { state = '', level, requirements = '' } = row.dataset;
  return (
    (wanted.states.length === 0 || wanted.states.includes(state)) &&
    (wanted.level === '' || wanted.level === level) &&
    (wanted.suite === '' || wanted.suite === suite) &&
    (wanted.requirement === '' || requirements.split(' ').includes(wanted.requirement)) &&
    holdsAll(row, wanted.words)
  );
}
