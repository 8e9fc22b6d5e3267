import type { Announced, Connected } from '../answers.ts';
import { ask } from './asking.ts';
import { byId, within } from './elements.ts';

/** How long to wait for the next key before something is asked. */
const PAUSE_MS = 350;

const SECRET_NAMES: Readonly<Record<string, string>> = { bearer: 'Token', basic: 'Password', header: 'Key' };

const form = byId('start') as HTMLFormElement;
const connection = byId('connection');
const sentence = byId('sentence');
const button = byId('run') as HTMLButtonElement;
const trouble = byId('trouble');

/** The id of the application that is named by its id or its name; what is neither goes as it is, and is told about. */
function applicationIn(text: string): string {
  const wanted = text.toLowerCase();
  const options = [...form.querySelectorAll<HTMLOptionElement>('#applications option')];
  return (
    options.find(({ value, text: name }) => [value, name.toLowerCase()].includes(wanted))?.value ?? wanted
  );
}

/** What the form says; what does not belong to the way that is chosen is left out. */
function choice(): Record<string, unknown> {
  const data = new FormData(form);
  const text = (name: string): string => String(data.get(name) ?? '').trim();
  const from = text('from');
  const shared = {
    from,
    effort: text('effort'),
    suites: data.getAll('suites').map(String),
    readOnly: data.get('readOnly') !== null,
  };
  if (from === 'configured') return { ...shared, name: text('name') };
  if (from === 'embedded') return { ...shared, application: applicationIn(text('application')) };
  const scheme = text('scheme');
  return {
    ...shared,
    url: text('url'),
    scheme,
    application: applicationIn(text('application')),
    ...(scheme === 'none' ? {} : { secret: text('secret') }),
    ...(scheme === 'basic' ? { username: text('username') } : {}),
    ...(scheme === 'header' ? { header: text('header') } : {}),
  };
}

/** Shows what belongs to the way that is chosen. */
function arrange(): void {
  const data = new FormData(form);
  const from = String(data.get('from'));
  const scheme = String(data.get('scheme'));
  for (const part of form.querySelectorAll<HTMLElement>('[data-for]'))
    part.hidden = !(part.dataset.for ?? '').split(' ').includes(from);
  for (const part of form.querySelectorAll<HTMLElement>('[data-scheme]'))
    part.hidden = !(part.dataset.scheme ?? '').split(' ').includes(scheme);
  const name = within(form, '#secret-name');
  if (name !== null) name.textContent = SECRET_NAMES[scheme] ?? 'Token';
}

/** Whether there is enough to test the connection. */
function isEnough({ from, url, scheme, secret }: Record<string, unknown>): boolean {
  if (from !== 'url') return true;
  return URL.canParse(String(url)) && /^https?:/.test(String(url)) && (scheme === 'none' || secret !== '');
}

let asking = new AbortController();
let waiting = 0;
let tested = '';

async function look(): Promise<void> {
  const wanted = choice();
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const enough = isEnough(wanted);
  const { effort: _, suites: __, readOnly: ___, ...target } = wanted;
  const key = JSON.stringify(target);
  const { secret: ____, ...harmless } = wanted;
  void announce(harmless, signal);
  if (!enough) {
    tested = '';
    tell('', '');
    return;
  }
  if (key === tested) return;
  tested = '';
  tell('', 'Testing the connection …');
  const said = await ask<Connected>('/api/connect', target, signal);
  if (signal.aborted) return;
  tested = key;
  if (!said.ok) tell('error', said.trouble);
  else tell(said.value.connected ? 'pass' : 'fail', said.value.words, said.value.advice);
}

function tell(state: string, words: string, advice: string | null = null): void {
  connection.className = state === '' ? 'connection' : `connection s-${state}`;
  connection.replaceChildren(words, ...(advice === null ? [] : [document.createElement('br'), advice]));
}

/** Says what the run will do, before and on the button. */
async function announce(wanted: Record<string, unknown>, signal: AbortSignal): Promise<void> {
  if (wanted.from === 'url' && !URL.canParse(String(wanted.url))) {
    sentence.textContent = 'Give the base URL of an endpoint: the part in front of /Users.';
    button.disabled = true;
    return;
  }
  const said = await ask<Announced>('/api/announce', wanted, signal);
  if (signal.aborted) return;
  sentence.textContent = said.ok ? said.value.sentence : said.trouble;
  button.textContent = said.ok ? said.value.button : 'Run';
  button.disabled = !said.ok;
}

form.addEventListener('input', () => {
  arrange();
  clearTimeout(waiting);
  waiting = setTimeout(() => void look(), PAUSE_MS);
});
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  trouble.textContent = '';
  const said = await ask<{ readonly id: string }>('/api/runs', choice());
  if (said.ok) location.assign(`/runs/${said.value.id}`);
  else {
    trouble.textContent = said.trouble;
    button.disabled = false;
  }
});
// The key has done its work: it need not stay in the history.
if (location.search !== '') history.replaceState(null, '', location.pathname);
arrange();
void look();
