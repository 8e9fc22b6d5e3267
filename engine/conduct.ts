import type { ScimRequest } from '../http/client.ts';
import { TransportError } from '../http/transport.ts';
import { operationName, operationOf } from '../report/operation.ts';
import { type RequirementId, requirement } from '../requirements/index.ts';
import { carriedOutAllTheSame } from './carried-out-all-the-same.ts';
import type { Case } from './case.ts';
import { obstacleTo } from './guard.ts';
import { InputRefused, NotOffered, SetupFailure, Violation } from './violation.ts';
import { blockedBy, lostSomething, madeItWorse, worseningsOf } from './worsening.ts';

/** What an experiment is conducted with. */
export interface Conditions {
  /** The check's main requirement: what a crash is a finding of. */
  readonly main: RequirementId;
  /** Another case for the same experiment. */
  readonly again: () => Case;
  /** Set once the check has shown that a crash is none of load; then it is not tried again. */
  readonly seen: { crash: boolean };
}

/**
 * Runs one experiment and examines what came of it. A crash, or a connection that breaks, is tried again on fresh resources
 * with one request at a time: what is gone then was load, what is still there is a finding, and never a refusal that is
 * permitted. A refusal where success was wanted is compared with its plain form before it is blamed.
 * @throws what the experiment comes to
 */
export async function conduct(
  first: Case,
  body: (c: Case) => Promise<void>,
  { main, again, seen }: Conditions,
): Promise<void> {
  let c = first;
  let outcome = await attempt(c, body, main);
  if (lostSomething(c)) {
    if (madeItWorse(c)) throw isAccepted(outcome) ? outcome : new SetupFailure(MADE_IT_WORSE);
    c = again();
    outcome = await attempt(c, body, main);
  }
  const blocked = blockedBy(c, outcome);
  if (blocked !== null) throw blocked;
  if (mayBeLoad(c, outcome) && !seen.crash) {
    const { session } = c;
    c = again();
    const repeated = c;
    outcome = await session.alone(() => attempt(repeated, body, main));
    if (mayBeLoad(c, outcome)) seen.crash = true;
    else if (worseningsOf(session).all.length === 0) session.noteLoad();
  }
  if (isCrash(c, outcome)) outcome = asFinding(c, outcome, main);
  outcome = await withoutHiddenCreations(c, outcome, main);
  const obstacle = await settled(c, outcome);
  if (obstacle !== null) throw obstacle;
}

/** What is said of an experiment whose resource had to be taken away; its check tells why. */
const MADE_IT_WORSE = 'not judged: what it created makes other requests fail';

/** Whether something was accepted that should have been refused, which stands whatever came later. */
function isAccepted(outcome: unknown): boolean {
  if (!(outcome instanceof Violation)) return false;
  const { deviation, status } = outcome.evidence.finding;
  return deviation === 'answered' && status !== null && status < 400;
}

/** What the experiment ends with; null where it holds. */
async function attempt(c: Case, body: (c: Case) => Promise<void>, main: RequirementId): Promise<unknown> {
  try {
    await body(c);
    return c.crash === null ? null : crashOf(c, main);
  } catch (error) {
    return error;
  }
}

/** Codes of connections that break, of answers that are no HTTP, and of those that do not come in time. */
const BROKEN = /^(ECONNRESET|ECONNABORTED|EPIPE|BROKEN|TIMEOUT|HPE_.*)$/;

function isBroken(error: unknown): error is TransportError {
  return error instanceof TransportError && BROKEN.test(error.code);
}

/** Whether there was a crash that may be gone with one request at a time: a finding, a warning, or what kept from judging. */
function mayBeLoad(c: Case, outcome: unknown): boolean {
  const met = c.crash !== null && (outcome === null || outcome instanceof SetupFailure);
  return isCrash(c, outcome) || (met && c.session.lost === null);
}

/** Whether the experiment met a crash and made something else of it: a permitted refusal, nothing to judge, or nothing. */
function isCrash(c: Case, outcome: unknown): boolean {
  if (c.session.lost !== null) return false;
  if (isBroken(outcome)) return true;
  if (outcome instanceof Violation) return (outcome.evidence.finding.status ?? 0) >= 500;
  return c.crash !== null && (outcome instanceof InputRefused || outcome instanceof NotOffered);
}

function asFinding(c: Case, outcome: unknown, main: RequirementId): unknown {
  if (outcome instanceof Violation) return outcome;
  if (!isBroken(outcome)) return crashOf(c, main) ?? outcome;
  const { underWay } = c;
  return reported(c, main, () => ({
    deviation: 'unanswered',
    what: underWay === null ? 'a request' : inWords(underWay),
    wanted: 'an answer',
    got: outcome.message,
  }));
}

/** An experiment that took a refusal for what it says: what was carried out all the same is a finding. */
async function withoutHiddenCreations(c: Case, outcome: unknown, main: RequirementId): Promise<unknown> {
  const open = outcome === null || outcome instanceof SetupFailure || outcome instanceof NotOffered;
  if (!open || c.refusedCreations.length === 0 || c.session.lost !== null) return outcome;
  const hidden = await carriedOutAllTheSame(c);
  if (hidden === null) return outcome;
  const { request, answer } = hidden;
  return reported(c, main, () => ({
    deviation: 'carriedOut',
    what: inWords(request),
    wanted: 'nothing that came of it',
    got: 'the resource, found by its name',
    answer,
  }));
}

/** The crash as a finding of the check's main requirement; null where that only warns, and the warning is noted. */
function crashOf(c: Case, main: RequirementId): Violation | null {
  const { crash } = c;
  if (crash === null) return null;
  return reported(c, main, () => ({
    deviation: 'answered',
    what: inWords(crash.request),
    wanted: 'success, or a SCIM error with a status below 500',
    answer: crash.answer,
  }));
}

/** `DELETE /Users/{id} (remove the user)`: purposes are notes, which fit into no sentence. */
function inWords({ method, path, query, purpose }: ScimRequest): string {
  const asked = query !== undefined && 'filter' in query ? `${path}?filter=` : path;
  const name = operationName(operationOf(method, asked));
  return purpose === undefined ? name : `${name} (${purpose})`;
}

function reported(c: Case, main: RequirementId, complaint: Parameters<Case['judge']>[2]): Violation | null {
  try {
    c.judge(main, false, complaint);
    return null;
  } catch (error) {
    if (error instanceof Violation && requirement(main).gate === 'fail') return error;
    throw error;
  }
}

/** What is left of an outcome, and of the warnings, when refusals are compared with their plain forms. */
async function settled(c: Case, outcome: unknown): Promise<unknown> {
  const blocked: SetupFailure[] = [];
  for (const warning of [...c.warnings]) {
    if (warning.refused === null) continue;
    const obstacle = await obstacleTo(c, warning.evidence.finding.requirement, warning.refused);
    if (obstacle === null) continue;
    blocked.push(obstacle);
    c.warnings.splice(c.warnings.indexOf(warning), 1);
    c.judged--;
  }
  if (outcome instanceof Violation && outcome.refused !== null)
    return (await obstacleTo(c, outcome.evidence.finding.requirement, outcome.refused)) ?? outcome;
  return outcome ?? (c.judged === 0 ? (blocked[0] ?? null) : null);
}
