import type { ReplayOutcome } from '../answers.ts';
import { ask } from './asking.ts';
import { showBeside } from './beside.ts';
import { badge, byId, made, within } from './elements.ts';

const actions = byId('actions');
const trouble = byId('trouble');
const report = `/api/reports/${encodeURIComponent(actions.dataset.report ?? '')}`;
const all = document.getElementById('replay-all');

/** How what became of a finding is coloured. */
const STATES = { FIXED: 'pass', 'STILL FAILS': 'fail', 'NOT JUDGED': 'error' } as const;

const toolsOf = (check: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>('.tools')].find(({ dataset }) => dataset.check === check);

function showFate({ id, fate, words, before, now }: ReplayOutcome): void {
  const tools = toolsOf(id);
  if (tools === undefined) return;
  within(tools, '[data-fate]')?.replaceChildren(badge(STATES[fate], fate), ` ${words}`);
  const outcome = within(tools, '[data-outcome]');
  if (outcome === null) return;
  outcome.hidden = false;
  const [left, right] = ['before', 'now'].map((name) => within(outcome, `[data-box="${name}"]`));
  showBeside(left ?? null, right ?? null, [before ?? 'no exchange', now ?? 'No request fails any more.']);
}

async function replay(checks: readonly string[], button: HTMLButtonElement): Promise<void> {
  const words = button.textContent;
  button.disabled = true;
  button.textContent = 'Replaying …';
  trouble.textContent = '';
  const said = await ask<readonly ReplayOutcome[]>(`${report}/replay`, { checks });
  button.disabled = false;
  button.textContent = words;
  if (!said.ok) {
    complain(said.trouble, button);
    return;
  }
  said.value.forEach(showFate);
  const counts = Object.keys(STATES)
    .map((fate) => [fate, said.value.filter((each) => each.fate === fate).length] as const)
    .filter(([, amount]) => amount > 0);
  byId('replayed').textContent = counts.map(([fate, amount]) => `${amount} ${fate}`).join(', ');
}

/** Says what is wrong where it was asked for. */
function complain(words: string, asked: Element): void {
  const fate = asked.closest('.tools')?.querySelector('[data-fate]');
  if (fate instanceof HTMLElement) fate.replaceChildren(badge('error', words));
  else trouble.textContent = words;
}

/** Opens a form of a finding's tools, or closes it. */
function toggle(button: HTMLButtonElement, selector: string): void {
  const form = within(button.closest('.tools') ?? document.body, selector);
  if (form === null) return;
  form.hidden = !form.hidden;
  button.setAttribute('aria-expanded', String(!form.hidden));
  if (!form.hidden) within(form, 'input, textarea')?.focus();
}

function headersIn(text: string): Record<string, string> {
  const lines = text.split('\n').map((line) => /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/.exec(line));
  return Object.fromEntries(lines.flatMap((line) => (line === null ? [] : [[line[1] ?? '', line[2] ?? '']])));
}

async function send(form: HTMLFormElement): Promise<void> {
  const data = new FormData(form);
  const answer = within(form, '[data-box="answer"]');
  if (answer === null) return;
  answer.textContent = 'Waiting for the answer …';
  const said = await ask<{ readonly answer: string }>(`${report}/try`, {
    method: data.get('method'),
    path: data.get('path'),
    headers: headersIn(String(data.get('headers'))),
    body: data.get('body'),
  });
  if (!said.ok) {
    answer.textContent = said.trouble;
    return;
  }
  const expected = within(form, '[data-box="expected"]');
  showBeside(expected, answer, [expected?.textContent ?? '', said.value.answer]);
}

async function waive(form: HTMLFormElement, check: string): Promise<void> {
  const { reason, owner, expires } = Object.fromEntries(new FormData(form));
  const said = await ask<{ readonly file: string }>(`${report}/waive`, { check, reason, owner, expires });
  const fate = form.closest('.tools')?.querySelector('[data-fate]');
  if (!said.ok) return complain(said.trouble, form);
  form.hidden = true;
  fate?.replaceChildren(
    badge('waived', 'waived'),
    made('span', ` in ${said.value.file}; the next run respects it`),
  );
}

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('.tools button[data-do]') : null;
  if (!(button instanceof HTMLButtonElement)) return;
  const check = button.closest<HTMLElement>('.tools')?.dataset.check ?? '';
  if (button.dataset.do === 'replay') void replay([check], button);
  if (button.dataset.do === 'try') toggle(button, '[data-editor]');
  if (button.dataset.do === 'waive') toggle(button, '[data-waiver]');
});
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  const tools = form.closest<HTMLElement>('.tools');
  if (tools === null) return;
  event.preventDefault();
  if (form.matches('[data-editor]')) void send(form);
  else void waive(form, tools.dataset.check ?? '');
});
if (all instanceof HTMLButtonElement) all.addEventListener('click', () => void replay([], all));
