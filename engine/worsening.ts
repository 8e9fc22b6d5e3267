import type { ScimRequest } from '../http/client.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Obstacle } from '../report/finding.ts';
import { belowBase, operationName, operationOf } from '../report/operation.ts';
import { answerOf } from '../report/prose.ts';
import { type Answer, errorIn } from './answer.ts';
import type { Case } from './case.ts';
import type { Complaint } from './complaint.ts';
import { oncePerSession } from './once-per-session.ts';
import type { Warning } from './refused.ts';
import type { Session } from './session.ts';
import { SetupFailure, Violation } from './violation.ts';

/** A write that the target accepted. */
export interface Written {
  readonly request: ScimRequest;
  /** Id of the check that sent it. */
  readonly source: string;
  readonly exchange: Exchange;
  /** The resource that it made or changed, below the base URL. */
  readonly path: string;
  /** On the clock of whoever attends the target: when its answer was there. */
  readonly ended: number;
}

/** From some request on the target answers with errors what it answered before. */
export interface Worsening {
  /** The request that met it first. */
  readonly request: ScimRequest;
  readonly answer: Answer;
  /** Requests of the run that were sent before. */
  readonly after: number;
  /** What made it so; where that is not proven, the last write that was accepted. */
  readonly culprit: Written | null;
  /** Whether the culprit was taken away and everything was well again. */
  readonly mended: boolean;
  /** `POST /Users`: all that is known to be answered with errors while it lasts. */
  readonly operations: Set<string>;
  /** Whether it is gone. */
  over: boolean;
  /** Id of the check that tells of it; null for the next one that ends. */
  teller: string | null;
  told: boolean;
}

/** How the target changed for the worse in the course of a session. */
class Worsenings {
  readonly all: Worsening[] = [];
  /** Paths of resources that were taken away under the experiments that made them. */
  readonly takenAway = new Set<string>();

  /** The one that lasts. */
  get open(): Worsening | null {
    return this.all.find(({ over }) => !over) ?? null;
  }

  /** What a check has to tell when it ends. */
  toldBy(check: string): readonly Worsening[] {
    const own = this.all.filter(({ told, teller }) => !told && (teller === null || teller === check));
    for (const worsening of own) worsening.told = true;
    return own;
  }
}

/** The worsenings of a session. */
export const worseningsOf = oncePerSession(() => new Worsenings());

/** Whether an experiment lost a resource while it ran, so that what it saw says nothing. */
export function lostSomething(c: Case): boolean {
  const { takenAway } = worseningsOf(c.session);
  return takenAway.size > 0 && c.created.some((path) => takenAway.has(path));
}

/** Whether an experiment is the one that made the target worse. */
export function madeItWorse(c: Case): boolean {
  return worseningsOf(c.session).all.some(({ culprit }) => culprit && c.created.includes(culprit.path));
}

/** What was asked, and how it was answered. */
type Met = Pick<Obstacle, 'operation' | 'status'>;

/** Why nothing can be judged where this was met; null where no lasting error is known to answer it. */
export function lastingErrorIn(session: Session, { operation, status }: Met): SetupFailure | null {
  const { open } = worseningsOf(session);
  if (open === null || (status ?? 0) < 500 || !open.operations.has(operation ?? '')) return null;
  const see = open.teller === null ? '' : ` (see ${open.teller})`;
  return new SetupFailure(`not judged: ${sentence(open)}${see}`, open.answer);
}

/**
 * Why an experiment that met a lasting error cannot judge; null where it met none, or another one. What it warns of because
 * of the error is taken back.
 * @param outcome what the experiment came to
 */
export function blockedBy(c: Case, outcome: unknown): SetupFailure | null {
  const { session, warnings, crash } = c;
  if (worseningsOf(session).open === null) return null;
  const isOfIt = ({ evidence }: Warning): boolean => lastingErrorIn(session, evidence.finding) !== null;
  const warned = warnings.filter(isOfIt);
  for (const warning of warned) warnings.splice(warnings.indexOf(warning), 1);
  c.judged -= warned.length;
  const met =
    outcome instanceof Violation
      ? outcome.evidence.finding
      : outcome instanceof SetupFailure && outcome.exchange !== null
        ? metIn(outcome.exchange, session.plan.target.url)
        : ((crash && { operation: operationFor(crash.request), status: crash.answer.status }) ??
          warned[0]?.evidence.finding);
  return met === undefined ? null : lastingErrorIn(session, met);
}

/** What an exchange is about, for causes and comparisons. */
function metIn({ request: { method, url }, response }: Exchange, baseUrl: string): Met {
  const operation = operationName(operationOf(method, belowBase(url, baseUrl)));
  return { operation, status: response?.status ?? 0 };
}

/** `POST /Users` */
export function operationFor({ method, path, query }: ScimRequest): string {
  return operationName(
    operationOf(method, query !== undefined && 'filter' in query ? `${path}?filter=` : path),
  );
}

/** What there is to tell of it. */
export function complaintOf(worsening: Worsening, check: string): Complaint {
  const { answer, culprit, mended } = worsening;
  const source =
    culprit?.source.includes('/') === true && culprit.source !== check ? culprit.source : undefined;
  return {
    deviation: 'worsened',
    when: since(worsening),
    what: operationFor(worsening.request),
    says: `is answered with ${answerOf(errorIn(answer))}${mended ? ' until that resource is deleted' : ', as it was not before'}`,
    wanted: 'answers as before',
    hint: culprit === null ? undefined : 'Refuse the request, or store nothing that later requests fail at.',
    answer,
    source,
  };
}

function sentence(worsening: Worsening): string {
  const { request, answer } = worsening;
  return `${since(worsening)}, ${operationFor(request)} is answered with ${answerOf(errorIn(answer))}`;
}

/** After what it is so, as the beginning of a sentence. */
function since({ culprit, mended, after }: Worsening): string {
  if (culprit === null) return `since request ${after} of the run`;
  const { request } = culprit;
  const what = `${operationFor(request)}${request.purpose === undefined ? '' : ` (${request.purpose})`}`;
  return mended ? `after ${what}` : `since request ${after} of the run, which came after ${what}`;
}
