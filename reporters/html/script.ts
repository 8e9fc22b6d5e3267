/**
 * The script of every page: theme, copy buttons, filters, sorting, and opening what a link leads to. Without it
 * everything is readable. It touches no text as markup and stores only the chosen theme.
 */
export const SCRIPT = `
'use strict';
const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

const theme = document.getElementById('theme');
let stored = null;
try { stored = localStorage.getItem('scim-conformance-theme'); } catch {}
if (stored === 'light' || stored === 'dark') root.dataset.theme = stored;
if (theme) {
  theme.hidden = false;
  theme.addEventListener('click', () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try { localStorage.setItem('scim-conformance-theme', root.dataset.theme); } catch {}
  });
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-copy]');
  if (!button) return;
  const text = button.parentElement.querySelector('pre');
  try {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = 'Copied';
  } catch {
    getSelection().selectAllChildren(text);
    button.textContent = 'Selected';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 1500);
});

function reveal() {
  let name = location.hash.slice(1);
  try { name = decodeURIComponent(name); } catch {}
  const target = name && document.getElementById(name);
  if (!target) return;
  for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
  target.scrollIntoView();
}
addEventListener('hashchange', reveal);
reveal();

addEventListener('beforeprint', () => { for (const card of all('.card')) card.open = true; });

const STATES = ['fail', 'error', 'warn', 'waived', 'skip', 'pass'];
const valueOf = {
  state: (row) => STATES.indexOf(row.dataset.state),
  text: (row, column) => row.cells[column].textContent,
  number: (row, column) => Number(row.cells[column].dataset.value ?? row.cells[column].textContent.replace(/,/g, '')),
};
const compare = new Intl.Collator('en', { numeric: true }).compare;
for (const head of all('th[data-sort]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'sort';
  button.append(...head.childNodes);
  head.append(button);
}
// Tables of one kind are sorted together: all suites by the same column.
function sortTables(kind, column, sort, direction) {
  for (const table of all('table.' + kind)) {
    const body = table.tBodies[0];
    const read = valueOf[sort];
    const rows = [...body.rows].map((row) => ({ row, value: read(row, column) }));
    rows.sort((a, b) => direction * (sort === 'text' ? compare(a.value, b.value) : a.value - b.value));
    body.append(...rows.map(({ row }) => row));
    for (const head of table.tHead.rows[0].cells) head.removeAttribute('aria-sort');
    table.tHead.rows[0].cells[column].setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
  }
}
document.addEventListener('click', (event) => {
  const button = event.target.closest('button.sort');
  if (!button) return;
  const head = button.parentElement;
  const kind = head.closest('table').classList[0];
  sortTables(kind, head.cellIndex, head.dataset.sort, head.getAttribute('aria-sort') === 'ascending' ? -1 : 1);
});

const filters = document.getElementById('filters');
if (filters) {
  const suites = all('#checks .suite').map((element) => ({
    element,
    name: element.dataset.suite,
    open: element.open,
    rows: all('tbody tr', element).map((row) => ({
      row, state: row.dataset.state, level: row.dataset.level, requirements: row.dataset.requirements.split(' '), text: null,
    })),
  }));
  const shown = document.getElementById('shown');
  const apply = () => {
    const chosen = new Set(all('input:checked', filters).map((input) => input.value));
    const level = filters.elements.level.value;
    const only = filters.elements.suite.value;
    const requirement = filters.elements.requirement.value;
    const words = filters.elements.text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const active = chosen.size > 0 || level || only || requirement || words.length > 0;
    let total = 0;
    for (const suite of suites) {
      let visible = 0;
      for (const entry of suite.rows) {
        let match = (chosen.size === 0 || chosen.has(entry.state)) && (!level || entry.level === level) && (!only || suite.name === only)
          && (!requirement || entry.requirements.includes(requirement));
        if (match && words.length > 0) {
          entry.text ??= entry.row.textContent.toLowerCase();
          match = words.every((word) => entry.text.includes(word));
        }
        entry.row.hidden = !match;
        if (match) visible += 1;
      }
      suite.element.hidden = visible === 0;
      suite.element.open = active ? visible > 0 : suite.open;
      total += visible;
    }
    shown.textContent = active ? total.toLocaleString('en-US') + (total === 1 ? ' check shown' : ' checks shown') : '';
    document.getElementById('none').hidden = total > 0;
  };
  let waiting;
  filters.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 60); });
  filters.addEventListener('submit', (event) => event.preventDefault());
  filters.addEventListener('reset', () => setTimeout(apply));
  filters.hidden = false;
}
`;
