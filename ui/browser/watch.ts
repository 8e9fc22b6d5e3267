import type { RunEvent } from '../events.ts';
import { ask } from './asking.ts';
import { curve } from './curve.ts';
import { badge, byId, made, within } from './elements.ts';

/** Failing checks listed while the run goes on; all are in the report. */
const MOST_FAILURES = 200;

const watch = byId('watch');
const run = watch.dataset.run ?? '';
const total = Number(watch.dataset.total);
const state = byId('state');
const stop = byId('stop') as HTMLButtonElement;
const news = byId('news');
const draw = curve();

/** What is known of the run; it is drawn once a frame, however many events come. */
const known = {
  done: new Set<string>(),
  failing: new Set<string>(),
  listed: new Map<string, HTMLElement>(),
  waiting: [] as RunEvent[],
};

const cells = new Map(
  [...watch.querySelectorAll<HTMLElement>('[data-check]')].map((cell) => [cell.dataset.check ?? '', cell]),
);

function write(id: string, text: string): void {
  byId(id).textContent = text;
}

function show(event: RunEvent): void {
  switch (event.kind) {
    case 'begin':
      state.textContent = 'Testing';
      return;
    case 'result':
    case 'finding':
      turn(event);
      return;
    case 'causes':
      causes(event.causes);
      return;
    case 'pulse':
      write('requests', event.requests.toLocaleString('en-US'));
      write('rate', event.rate.toLocaleString('en-US'));
      write('time', `${Math.round(event.seconds)} s`);
      draw(event.rate);
      return;
    case 'stopping':
      state.textContent = 'Stopping: deleting what was created';
      stop.disabled = true;
      return;
    case 'end':
      end(event);
      return;
  }
}

type Result = RunEvent & { readonly kind: 'result' | 'finding' };

/** Turns the cell of a check, once when it has found something and once when it has ended. */
function turn(event: Result): void {
  const { id, kind, state: verdict } = event;
  const cell = cells.get(id);
  if (cell === undefined || known.done.has(id)) return;
  cell.className = `s-${verdict}`;
  if (verdict === 'fail' || verdict === 'warn') tell(event, cell.title);
  if (kind === 'finding') return;
  known.done.add(id);
  const done = within(cell.closest('li') ?? watch, '[data-done]');
  if (done !== null) done.textContent = String(Number(done.textContent) + 1);
  write('done', String(known.done.size));
}

/** Lists a failing check, or says of one in the list what it comes to. */
function tell({ id, state: verdict, message }: Result, title: string): void {
  if (verdict === 'fail') known.failing.add(id);
  write('failing', String(known.failing.size));
  byId('nothing').hidden = true;
  byId('failures').hidden = false;
  const item = known.listed.get(id) ?? document.createElement('li');
  item.replaceChildren(badge(verdict), ' ', made('b', title), ' ', made('span', message ?? '', 'muted'));
  if (known.listed.size < MOST_FAILURES) known.listed.set(id, item);
  if (known.listed.has(id)) byId('failure-list').append(item);
  write('failure-count', `Checks with findings, as they come (${known.listed.size})`);
}

function causes(found: (RunEvent & { readonly kind: 'causes' })['causes']): void {
  const list = byId('causes');
  list.hidden = found.length === 0;
  if (list.childElementCount === 0 && found.length > 0) news.textContent = 'The first cause is known.';
  list.replaceChildren(
    ...found.map(({ title, state: gate, reach }) => {
      const item = made('li', '', `cause s-${gate}`);
      const line = made('div', '', 'line');
      line.append(badge(gate), made('h3', title), made('span', reach, 'muted reach'));
      item.append(line);
      return item;
    }),
  );
}

function end({ state: outcome, headline, left, cleanup, report }: RunEvent & { readonly kind: 'end' }): void {
  source.close();
  stop.hidden = true;
  state.textContent = headline;
  document.title = `${headline} · scim-conformance`;
  news.textContent = `${headline}. ${left.length === 0 ? 'Nothing is left behind.' : `${left.length} resources are left behind.`}`;
  const over = byId('over');
  over.className = `over s-${outcome}`;
  over.hidden = false;
  const cells = known.done.size === total ? '' : `${known.done.size} of ${total} checks were tried. `;
  over.append(
    made(
      'p',
      left.length === 0
        ? `${cells}All that was created is deleted.`
        : `${cells}${left.length} resources could not be deleted:`,
    ),
  );
  if (left.length > 0) {
    const list = document.createElement('ul');
    list.append(...left.slice(0, 50).map((url) => made('li', url)));
    over.append(list);
  }
  if (cleanup !== null) over.append(made('p', 'To try again:'), made('pre', cleanup, 'box'));
  if (report) {
    const link = made('a', 'Read the report', 'button primary') as HTMLAnchorElement;
    link.href = `/runs/${run}/report`;
    over.append(link);
    link.focus();
  } else {
    const link = made('a', 'Back to the start', 'button') as HTMLAnchorElement;
    link.href = '/';
    over.append(link);
  }
}

const source = new EventSource(`/runs/${run}/events`);
source.addEventListener('message', ({ data }) => {
  if (known.waiting.length === 0)
    // A page in the background has no frames.
    (document.hidden ? (work: () => void) => setTimeout(work, 200) : requestAnimationFrame)(() => {
      for (const event of known.waiting.splice(0)) show(event);
    });
  known.waiting.push(JSON.parse(String(data)) as RunEvent);
});

stop.addEventListener('click', async () => {
  stop.disabled = true;
  const said = await ask(`/api/runs/${run}/stop`, {});
  if (!said.ok) state.textContent = said.trouble;
});
