import type { Cause, CheckResult, RunReport } from '../../report/report.ts';
import { causesToShow, checksOf, reach, stateOfCause } from '../causes.ts';
import { clip, oneLine, visible } from '../text.ts';
import { Badge, Citation, Heading, LevelTag, linkTo } from './parts.tsx';

/** Causes beyond these are only in report.json; so the page stays usable when everything fails. */
const MOST_CAUSES = 100;
/** Checks of a cause that are named at once; the others are a click away. */
const NAMED = 4;
/** Checks of a cause that are linked at all. */
const LINKED = 200;

/** What the findings most likely come from, gravest first: what to change, and which checks each explains. */
export function Causes({ report }: { readonly report: RunReport }) {
  const causes = causesToShow(report);
  if (causes.length === 0) return null;
  return (
    <section id="causes">
      <Heading title="What to repair" amount={causes.length} noun="cause" />
      <p class="lead">
        What the findings below most likely come from, judged by what they have in common. What keeps most
        from being judged first, then the gravest.
        {causes.length > MOST_CAUSES ? ` The first ${MOST_CAUSES} are shown, all are in report.json.` : ''}
      </p>
      <ol class="causes">
        {causes.slice(0, MOST_CAUSES).map((cause) => (
          <CauseItem cause={cause} report={report} />
        ))}
      </ol>
    </section>
  );
}

function CauseItem({ cause, report }: { readonly cause: Cause; readonly report: RunReport }) {
  const { title, requirement, hint } = cause;
  const state = stateOfCause(cause, report);
  const known =
    requirement !== null && Object.hasOwn(report.requirements, requirement)
      ? report.requirements[requirement]
      : undefined;
  return (
    <li class={`cause s-${state}`}>
      <div class="line">
        <Badge state={state} />
        <h3>{clip(oneLine(title), 600)}</h3>
        <span class="muted reach">{reach(cause)}</span>
      </div>
      {requirement === null ? null : (
        <p class="cite">
          {known === undefined ? null : <Citation requirement={known} />}
          {known === undefined ? null : <LevelTag level={known.level} />}
          <code class="muted">{oneLine(requirement)}</code>
        </p>
      )}
      {hint === null ? null : (
        <p class="hint">
          <b>What to change</b>
          {clip(visible(hint), 2000)}
        </p>
      )}
      <Checks checks={checksOf(cause, report)} />
    </li>
  );
}

function Checks({ checks }: { readonly checks: readonly CheckResult[] }) {
  const rest = checks.slice(NAMED, LINKED);
  return (
    <div class="explained">
      <Links checks={checks.slice(0, NAMED)} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{`and ${(checks.length - NAMED).toLocaleString('en-US')} more`}</summary>
          <Links checks={rest} />
        </details>
      )}
    </div>
  );
}

function Links({ checks }: { readonly checks: readonly CheckResult[] }) {
  return (
    <ul>
      {checks.map(({ id, verdict }) => (
        <li>
          <a href={linkTo(id)}>
            <code>{oneLine(id)}</code>
          </a>
          {verdict === 'error' ? <span class="muted"> could not judge</span> : null}
        </li>
      ))}
    </ul>
  );
}
