import type { ComponentChildren } from 'preact';
import { decidingExchange } from '../../report/deciding.ts';
import type { CheckResult, Counterexample, RunReport } from '../../report/report.ts';
import { findings, stateOf } from '../conclusion.ts';
import { concerned, origin, problem, wholeCommand } from '../explain.ts';
import { requestScript } from '../request-script.ts';
import { clip, count, oneLine, visible } from '../text.ts';
import { Box, ExpectedActual, JsonText } from './code.tsx';
import { Exchanges } from './exchange.tsx';
import { type Limits, limitsFor } from './limits.ts';
import { anchorOf, Badge, Citation, Heading, LevelTag } from './parts.tsx';

/** Findings beyond these appear only in the table of checks; so the page stays usable when everything fails. */
const MOST_CARDS = 200;
/** The first cards are open: with few findings everything is read at once. */
const OPEN_CARDS = 8;

/** The findings that have a card, gravest first. */
export function shownFindings(report: RunReport): readonly CheckResult[] {
  return findings(report).slice(0, MOST_CARDS);
}

/** What can be done about a finding, where the page is served by something that does it. */
type Tools = ((check: CheckResult) => ComponentChildren) | undefined;

/** Every failure, error and warning explained on a card of its own. */
export function Findings({ report, tools }: { readonly report: RunReport; readonly tools?: Tools }) {
  const total = findings(report).length;
  const cards = shownFindings(report);
  if (total === 0) return null;
  const limits = limitsFor(cards.length);
  return (
    <section id="findings">
      <Heading title="Findings" amount={total} noun="finding" />
      <p class="lead">
        Gravest first. Each comes with the smallest case found that still fails, and with the commands to
        repeat it.
        {total > cards.length
          ? ` The first ${cards.length} are explained here, all are in the table of checks.`
          : ''}
      </p>
      {cards.map((check, index) => (
        <Card check={check} report={report} open={index < OPEN_CARDS} limits={limits} tools={tools} />
      ))}
    </section>
  );
}

function Card(props: {
  readonly check: CheckResult;
  readonly report: RunReport;
  readonly open: boolean;
  readonly limits: Limits;
  readonly tools: Tools;
}) {
  const { check, report, open, limits, tools } = props;
  const state = stateOf(check);
  const deciding = decidingExchange(check);
  const requests = requestScript(check, report, limits.block);
  return (
    <details class={`card s-${state}`} id={anchorOf(check.id)} open={open}>
      <summary>
        <div class="line">
          <Badge state={state} />
          <h3>{oneLine(check.title)}</h3>
          <LevelTag level={check.level} />
        </div>
        <p class="message">{problem(check)}</p>
        <code class="id muted">{oneLine(check.id)}</code>
      </summary>
      <div class="card-body">
        {tools?.(check)}
        {check.waived ? <Remark name="Waived" text={check.reason ?? 'no reason given'} /> : null}
        <div class="part">
          {concerned(check).map((id) => (
            <div class="requirement">
              <RequirementText id={id} report={report} />
            </div>
          ))}
        </div>
        <ExpectedActual expected={check.expected} actual={check.actual} limit={limits.block} />
        {check.hint === null ? null : <Remark name="Usual cause" text={check.hint} />}
        {check.counterexample === null ? null : (
          <CounterexampleText counterexample={check.counterexample} limit={limits.block} />
        )}
        <Others check={check} limits={limits} baseUrl={report.target.url} />
        {requests === null ? null : (
          <Command
            name={requests.includes('\n') ? 'Send the requests again' : 'Send the deciding request again'}
            text={wholeCommand(requests, limits.block)}
          />
        )}
        {check.replay === '' ? null : (
          <Command name="Repeat this check" text={wholeCommand(visible(check.replay), limits.block)} />
        )}
        <Exchanges
          exchanges={check.exchanges}
          deciding={deciding}
          baseUrl={report.target.url}
          limits={limits}
        />
        <FindingJson check={check} limit={limits.block} />
      </div>
    </details>
  );
}

/** What else the check found, each with what decided it. */
function Others(props: { readonly check: CheckResult; readonly limits: Limits; readonly baseUrl: string }) {
  const { check, limits, baseUrl } = props;
  const others = check.others ?? [];
  if (others.length === 0) return null;
  return (
    <div class="part">
      <h4>
        Also found <small>{count(others.length, 'more finding')}</small>
      </h4>
      {others.map((other) => {
        const deciding = decidingExchange(other);
        return (
          <details class="exchange">
            <summary>
              <Badge state={other.verdict} /> {clip(oneLine(other.message ?? ''), 600)}
            </summary>
            <ExpectedActual expected={other.expected} actual={other.actual} limit={limits.block} />
            <Exchanges
              exchanges={deciding === undefined ? [] : [deciding]}
              deciding={deciding}
              baseUrl={baseUrl}
              limits={limits}
            />
          </details>
        );
      })}
    </div>
  );
}

function RequirementText({ id, report }: { readonly id: string; readonly report: RunReport }) {
  const requirement = Object.hasOwn(report.requirements, id) ? report.requirements[id] : undefined;
  if (requirement === undefined) return <code>{oneLine(id)}</code>;
  return (
    <>
      <p class="cite">
        <Citation requirement={requirement} />
        <LevelTag level={requirement.level} />
        <code class="muted">{oneLine(id)}</code>
      </p>
      <blockquote>{clip(visible(requirement.statement), 2000)}</blockquote>
    </>
  );
}

function Remark({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <p class="hint">
      <b>{name}</b>
      {clip(visible(text), 4000)}
    </p>
  );
}

function CounterexampleText(props: { readonly counterexample: Counterexample; readonly limit: number }) {
  const { counterexample, limit } = props;
  const { steps, value } = counterexample;
  return (
    <div class="part">
      <h4>
        Counterexample <small>{visible(origin(counterexample))}</small>
      </h4>
      {steps === null ? (
        <Box>
          <JsonText value={value} limit={limit} />
        </Box>
      ) : (
        <ol class="steps">
          {steps.slice(0, 100).map((step) => (
            <li>
              <code>{clip(oneLine(step), 1000)}</code>
            </li>
          ))}
          {steps.length > 100 ? <li>and {count(steps.length - 100, 'more step')}, in report.json</li> : null}
        </ol>
      )}
    </div>
  );
}

/** The finding as in report.json, without its exchanges, to be copied into an issue. */
function FindingJson({ check, limit }: { readonly check: CheckResult; readonly limit: number }) {
  const { exchanges: _, ...finding } = check;
  const json = visible(JSON.stringify(finding, null, 2));
  if (json.length > limit) return null;
  return (
    <details class="part json">
      <summary>JSON</summary>
      <Copyable name="JSON" text={json} />
    </details>
  );
}

function Command({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div class="part">
      <h4>{name}</h4>
      <Copyable name={name} text={text} />
    </div>
  );
}

function Copyable({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div class="command">
      <Box>{text}</Box>
      <button type="button" data-copy aria-label={`Copy: ${name}`}>
        Copy
      </button>
    </div>
  );
}
