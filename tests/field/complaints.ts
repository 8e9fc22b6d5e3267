import type { CheckResult } from '../../report/report.ts';
import type { FieldEntry, Wanted } from './entry.ts';
import { decidingRequest, type Played } from './play.ts';

/** How complaints of checks begin that could not judge. */
export const UNJUDGED = 'not judged';

/** What the harness did not do as the entry wants it, a sentence each. */
export function complaints(entry: FieldEntry, played: Played): readonly string[] {
  return [
    ...falseAlarms(entry, played),
    ...missed(entry, played),
    ...unjudged(entry, played),
    ...mistakes(played),
    ...requests(entry, played),
    ...texts(entry, played),
    ...causes(entry, played),
  ];
}

function falseAlarms(
  { silent, finds = [], mayFind = [] }: FieldEntry,
  { results }: Played,
): readonly string[] {
  const right = [...finds, ...mayFind];
  return results
    .flatMap(findingsOf)
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
    .filter((result) => silent === '*' || silent.some((id) => isAbout(result, id)))
    .filter((result) => !right.some((wanted) => fits(result, wanted)))
    .map((result) => `false alarm: ${inWords(result)}`);
}

/** Every finding of a check as a result of its own. */
function findingsOf(result: CheckResult): readonly CheckResult[] {
  return [result, ...(result.others ?? []).map((other) => ({ ...result, ...other }))];
}

function missed({ finds = [] }: FieldEntry, { results }: Played): readonly string[] {
  return finds
    .filter((wanted) => !results.flatMap(findingsOf).some((result) => fits(result, wanted)))
    .map(({ check = '', violates = '', verdict }) => `missed: ${verdict} ${check} ${violates}`);
}

function unjudged({ judged = [] }: FieldEntry, { results }: Played): readonly string[] {
  return results
    .filter(({ id, verdict }) => judged.includes(id) && (verdict === 'error' || verdict === 'skip'))
    .map((result) => `${UNJUDGED}: ${inWords(result)}`);
}

/** What no target may bring about. */
function mistakes({ results, sent }: Played): readonly string[] {
  return [
    ...results
      .filter(({ reason }) => reason?.startsWith('mistake in the check itself'))
      .map((result) => `mistake: ${inWords(result)}`),
    ...sent
      .filter((request) => /^\w+ [^ ]*\/(?:undefined|null|\[object)/.test(request))
      .slice(0, 1)
      .map((request) => `sent to no resource: ${request.slice(0, 100)}`),
  ];
}

function requests(
  { neverSends, shows = {}, counterexamples = {} }: FieldEntry,
  { results, sent }: Played,
): readonly string[] {
  const forbidden = neverSends === undefined ? [] : sent.filter((request) => neverSends.test(request));
  const unlike = (
    patterns: Readonly<Record<string, RegExp>>,
    read: (result: CheckResult) => string,
  ): readonly string[] =>
    Object.entries(patterns).flatMap(([id, pattern]) => {
      const result = results.find((one) => one.id === id);
      const text = result === undefined ? '' : read(result);
      return pattern.test(text) ? [] : [`${id} shows ${text.slice(0, 200) || 'nothing'}`];
    });
  return [
    ...forbidden.slice(0, 1).map((request) => `sent: ${request.slice(0, 100)}`),
    ...unlike(shows, decidingRequest),
    ...unlike(counterexamples, ({ counterexample }) => JSON.stringify(counterexample?.value ?? null)),
  ];
}

function texts({ says = [], neverSays }: FieldEntry, { results, causes }: Played): readonly string[] {
  const all = [
    ...results.flatMap(({ message, reason, expected, actual, hint }) => [
      message,
      reason,
      expected,
      actual,
      hint,
    ]),
    ...causes.flatMap(({ title, hint }) => [title, hint]),
  ].filter((text) => text !== null);
  return [
    ...says
      .filter((pattern) => !all.some((text) => pattern.test(text)))
      .map((pattern) => `never says ${pattern}`),
    ...[...new Set(all)]
      .filter((text) => neverSays?.test(text) === true)
      .map((text) => `says: ${text.slice(0, 150)}`),
  ];
}

function causes(
  { causes: { apart = [], together = [], first, only } = {} }: FieldEntry,
  { causes: found }: Played,
): readonly string[] {
  const causeOf = (id: string): number =>
    found.findIndex(({ explains, blocks }) => explains.includes(id) || blocks.includes(id));
  const joined = apart.flatMap(([a, b]) => {
    const [one, other] = [causeOf(a), causeOf(b)];
    if (one < 0 || other < 0) return [`no cause for ${one < 0 ? a : b}`];
    return one === other ? [`one cause for ${a} and ${b}: ${found[one]?.title}`] : [];
  });
  const parted = together
    .filter(([a, b]) => causeOf(a) !== causeOf(b))
    .map(([a, b]) => `two causes for ${a} and ${b}: ${found[causeOf(a)]?.title}`);
  const place = first === undefined ? 0 : causeOf(first);
  const late = place === 0 ? [] : [`${first} is of cause no. ${place + 1}: ${found[0]?.title}`];
  const isOnly = found.length === 1 && only?.test(found[0]?.title ?? '') === true;
  const more = only === undefined || isOnly ? [] : found.map(({ title }) => `a cause: ${title}`);
  return [...joined, ...parted, ...late, ...(only !== undefined && found.length === 0 ? ['no cause'] : more)];
}

/** Whether a result is of the check, or about the requirement, that an id or its beginning names. */
function isAbout({ id, violated }: CheckResult, wanted: string): boolean {
  return id.startsWith(wanted) || violated?.startsWith(wanted) === true;
}

function fits(
  { id, violated, verdict: is }: CheckResult,
  { check = '', violates = '', verdict }: Wanted,
): boolean {
  return is === verdict && id.startsWith(check) && (violated ?? '').startsWith(violates);
}

function inWords({ id, verdict, violated, message, reason }: CheckResult): string {
  return `${verdict} ${id} ${violated ?? ''}: ${message ?? reason}`.slice(0, 300);
}
