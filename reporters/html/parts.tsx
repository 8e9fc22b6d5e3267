import type { ComponentChildren } from 'preact';
import type { Level, RequirementReport } from '../../report/report.ts';
import { STATES, type State, wordOf } from '../conclusion.ts';
import { count, oneLine } from '../text.ts';

/** One symbol and one word per state, so that nothing is told by colour alone. */
export const STATE_SYMBOL: Readonly<Record<State, string>> = {
  pass: '✓',
  fail: '✕',
  warn: '!',
  skip: '–',
  error: '?',
  waived: '~',
  known: '=',
  unrun: '·',
};

/** The sign of a state alone; the word stands beside it. */
export function Mark({ state }: { readonly state: State }) {
  return (
    <span class={`mark s-${state}`} aria-hidden="true">
      {STATE_SYMBOL[state]}
    </span>
  );
}

/** The sign and the word of a state. */
export function Badge({ state, word }: { readonly state: State; readonly word?: string | undefined }) {
  return (
    <span class={`badge s-${state}`}>
      <Mark state={state} />
      {word ?? wordOf(state)}
    </span>
  );
}

/** A requirement's level. */
export function LevelTag({ level }: { readonly level: Level }) {
  return <span class="level">{level}</span>;
}

/** How many checks are in each state, without the states that do not occur. */
export function Counts({ counts }: { readonly counts: Readonly<Record<State, number>> }) {
  return (
    <span class="counts">
      {STATES.filter((state) => counts[state] > 0).map((state) => (
        <span>
          <Mark state={state} />
          {counts[state]} {wordOf(state)}
        </span>
      ))}
    </span>
  );
}

/** The states from left to right in the proportion bar: what is good first. */
const ORDER: readonly State[] = ['pass', 'waived', 'known', 'warn', 'fail', 'error', 'unrun', 'skip'];

/** How many are in each state, as a bar of their proportions. */
export function Bar({ counts }: { readonly counts: Readonly<Record<State, number>> }) {
  const total = ORDER.reduce((sum, state) => sum + counts[state], 0);
  let x = 0;
  const parts = ORDER.map((state) => {
    const from = x;
    x += counts[state];
    return { state, from, width: counts[state] };
  }).filter(({ width }) => width > 0);
  return (
    <svg
      class="proportion"
      viewBox={`0 0 ${Math.max(1, total)} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {parts.map(({ state, from, width }) => (
        <rect class={`s-${state}`} x={from} y="0" width={width} height="1" />
      ))}
    </svg>
  );
}

/** The citation of a requirement, linked when the catalogue has a web address for it. */
export function Citation({ requirement }: { readonly requirement: RequirementReport }) {
  const text = oneLine(requirement.citation);
  const url = requirement.url;
  if (url === null || !/^https?:\/\//i.test(url)) return <span class="cited">{text}</span>;
  return (
    <a class="cited" href={url} rel="noreferrer noopener">
      {text}
    </a>
  );
}

/** A section's heading with how many things it holds. */
export function Heading({
  title,
  amount,
  noun,
}: {
  readonly title: string;
  readonly amount: number;
  readonly noun: string;
}) {
  return (
    <h2>
      {title} <small>{count(amount, noun)}</small>
    </h2>
  );
}

/** A region that scrolls sideways when it is too wide; it takes the focus, so that a keyboard can scroll it. */
export function Scroll(props: {
  readonly kind: 'scroll' | 'inner';
  readonly label: string;
  readonly children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to take the focus (WCAG 2.1.1)
    <section class={props.kind} tabIndex={0} aria-label={props.label}>
      {props.children}
    </section>
  );
}

/** The `id` of a check's place in the page: no blanks, nothing invisible. */
export function anchorOf(checkId: string): string {
  return `check-${oneLine(checkId).replace(/\s+/g, '_')}`;
}

/** The link to a check's place in the page. */
export function linkTo(checkId: string): string {
  return `#${encodeURIComponent(anchorOf(checkId)).replaceAll('%2F', '/')}`;
}
