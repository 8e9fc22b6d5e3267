import type { Finding } from '../finding.ts';
import { answerOf } from '../prose.ts';
import type { Group } from './group.ts';
import { has, type Symptom } from './symptom.ts';
import type { Trait } from './traits.ts';
import { rootOf, subjectRoot } from './words.ts';

/** What a cause is called, and what to change. */
export interface Headline {
  readonly title: string;
  readonly hint: string | null;
}

/** The plainest statement that all findings of a group share; of those of a single check the sentence of the plainest. */
export function headline({ trait, symptoms }: Group): Headline {
  const showing = symptoms.filter((symptom) => has(symptom, trait));
  const plainest = plainestOf(showing.length === 0 ? symptoms : showing);
  const findings = showing.flatMap(({ finding }) => finding ?? []);
  const checks = new Set(symptoms.map(({ check }) => check.id));
  const common = checks.size > 1 ? (WORDS[trait.kind]?.(trait, findings, symptoms) ?? {}) : {};
  return { title: common.title ?? plainest?.message ?? '', hint: common.hint ?? sharedHint(symptoms) };
}

/** Of the gravest findings the first that needs no particular form of a request, or the fewest. */
export function plainestOf(symptoms: readonly Symptom[]): Symptom | undefined {
  const gravest = (['fail', 'warn', 'error'] as const).flatMap((verdict) =>
    symptoms.filter((symptom) => symptom.verdict === verdict),
  );
  const [first] = gravest;
  const same = gravest.filter(({ verdict }) => verdict === first?.verdict);
  // A search by POST is written in its body.
  const forms = ({ finding }: Symptom): number =>
    (finding?.form.length ?? 0) + (finding?.operation?.endsWith('.search') === true ? SEARCHED : 0);
  return same.toSorted((a, b) => forms(a) - forms(b))[0];
}

/** What a search by POST weighs beside the forms of other requests. */
const SEARCHED = 3;

type Words = (
  trait: Trait,
  findings: readonly Finding[],
  symptoms: readonly Symptom[],
) => { readonly title?: string; readonly hint?: string };

/** Words for what several findings show; where a kind has none of its own, those of the plainest finding do. */
const WORDS: Readonly<Partial<Record<Trait['kind'], Words>>> = {
  missing: (trait, findings) => {
    const name = subjectOf(findings, trait.text);
    return {
      title: `${name} is missing from what the target gives back`,
      hint: `Store ${name} and return it: in the answers to POST, PUT and PATCH, in GET and in lists.`,
    };
  },
  surplus: (trait, findings) => ({
    title: `${subjectOf(findings, trait.text)} is shown where it should not be`,
  }),
  attribute: (trait, findings, symptoms) => {
    if (shared(findings, 'attribute') !== null && (shared(findings, 'says') ?? '') !== '') return {};
    const name = subjectOf(findings, trait.text.replace(/ after DELETE$/, ''));
    if (isUnnamedChange(findings)) return { title: unnamedChange(name, findings) };
    const ofForm = symptoms.find(({ finding }) => finding?.deviation === 'form');
    if (ofForm !== undefined) return { title: ofForm.message };
    return { title: `${name} does not have the value it should have` };
  },
  answered: (trait, findings, symptoms) => {
    if (trait.text === 'accepted order')
      return { title: 'gt, ge, lt and le are taken for attributes without an order' };
    if (trait.text === 'query 404')
      return {
        title: `queries that match nothing are answered with ${answerOf(findings[0] ?? { status: 404, scimType: null, detail: null })} instead of a list`,
      };
    const own =
      symptoms.length === findings.length &&
      (shared(findings, 'requirement') !== null || shared(findings, 'attribute') !== null);
    const said = findings.every(({ status, operation }) => (status ?? 0) < 400 || isQuery(operation));
    return own || said ? {} : { title: refusalTitle(findings) };
  },
  crash: (_, findings) => ({ title: refusalTitle(findings) }),
  blocked: (_, __, symptoms) => {
    const [obstacle] = symptoms.flatMap((symptom) => symptom.obstacle ?? []);
    if (obstacle === undefined || obstacle.operation === null) return {};
    // What is accepted and has no effect is told by the reason that the checks give.
    if ((obstacle.status ?? 0) < 400) return {};
    return {
      title: `${obstacle.operation} is answered with ${answerOf(obstacle)}, which keeps checks from judging`,
    };
  },
  error: ({ text }) => ({
    title:
      text === 'body'
        ? 'errors are not answered with SCIM Error messages'
        : text === 'success'
          ? 'errors are answered with a status of success'
          : `${text} of errors is not what it should be`,
  }),
  form: (trait, findings) => {
    if (trait.text.startsWith('configuration as '))
      return { title: '/ServiceProviderConfig does not have the form that the standard gives it' };
    const shape = shared(findings, 'shape');
    const got = shared(findings, 'attribute');
    if (got !== null) return { title: `${got} is not of the form that the standard gives it` };
    return shape === null
      ? {}
      : { title: `${SHAPES[shape]} are not of the form that the standard gives them` };
  },
  text: ({ text }) => ({
    title: `texts come back changed: one ${text}`,
    hint: 'Store texts as they are sent: no trimming, escaping, conversion or loss of characters.',
  }),
  selection: () => ({
    title: 'attributes and excludedAttributes do not select what is shown',
    hint: 'Show the attributes that are asked for, or all but those that are not wanted, in every answer with resources (RFC 7644 §3.9).',
  }),
  query: (trait, findings) => {
    if (trait.text.startsWith('order of '))
      return { title: `gt, ge, lt and le do not go by the ${trait.text}` };
    if (trait.text === 'missing in lists')
      return { title: 'resources in lists lack attributes that are shown by default' };
    if (trait.text.startsWith('not selected'))
      return {
        title: `attributes and excludedAttributes leave out ${trait.text.endsWith('part') ? 'parts of attributes' : 'attributes'} that are to be shown`,
      };
    if (trait.text === 'found after DELETE')
      return {
        title: findings.every(({ deviation }) => deviation === 'found')
          ? 'filters find what was deleted'
          : 'what was deleted is still there',
      };
    const deviation = shared(findings, 'deviation');
    const shape = shared(findings, 'shape');
    if (deviation !== 'found' && deviation !== 'unfound') return {};
    const on = shape === null ? '' : ` on ${SHAPES[shape]}`;
    return {
      title: `filters${on} ${deviation === 'found' ? 'find what does not match' : 'do not find what matches'}`,
    };
  },
  habit: ({ text }) =>
    / where .* is wanted$/.test(text) ? { title: `requests are answered with ${text}` } : {},
  effect: ({ text }, findings) => {
    if (text.startsWith('PUT of '))
      return { title: `a PUT does not replace ${text.slice('PUT of '.length)}` };
    const attribute = shared(findings, 'attribute') ?? sharedRoot(findings);
    const to = attribute === null ? '' : ` to ${attribute}`;
    return { title: `a PATCH with ${formWords(text)} does not do what it says${to}` };
  },
};

/** Whether a good part of what was seen is a change that no operation of a PATCH named: where a value is changed unasked, it differs when it is asked for, too. */
function isUnnamedChange(findings: readonly Finding[]): boolean {
  const isUnnamed = ({ named = [], attribute, deviation }: Finding): boolean =>
    (deviation === 'differs' || deviation === 'missing') &&
    named.length > 0 &&
    !named.some((path) => rootOf(path) === rootOf(attribute));
  const changed = findings.filter(({ deviation }) => deviation === 'changed');
  const unnamed = findings.filter((one) => changed.includes(one) || isUnnamed(one));
  return changed.length > 0 && unnamed.length * 3 >= findings.length;
}

/** `a PATCH of userName changes active, which it does not name`, or any PATCH where several do. */
function unnamedChange(name: string, findings: readonly Finding[]): string {
  const alone = findings.flatMap(({ named = [], deviation }) =>
    named.length === 1 && (deviation === 'changed' || deviation === 'differs') ? named : [],
  );
  const [only, ...others] = new Set(alone);
  return only === undefined || others.length > 0
    ? `${name} changes with PATCHes that do not name it`
    : `a PATCH of ${only} changes ${name}, which it does not name`;
}

/** The top-level attribute that all findings are about, or null. */
function sharedRoot(findings: readonly Finding[]): string | null {
  const [root = null, ...others] = new Set(findings.map(subjectRoot));
  return others.length === 0 ? root : null;
}

const SHAPES: Readonly<Record<NonNullable<Finding['shape']>, string>> = {
  text: 'attributes that hold a text',
  boolean: 'booleans',
  number: 'numbers',
  dateTime: 'times',
  binary: 'binary attributes',
  reference: 'references',
  complex: 'complex attributes',
  'part of a complex attribute': 'parts of complex attributes',
  'multi-valued': 'multi-valued attributes',
  'part of an element': 'multi-valued attributes',
  extension: 'attributes of extensions',
  common: 'common attributes',
};

/** Whether it is a GET, of which method and path say little. */
const isQuery = (operation: string | null): boolean => operation?.startsWith('GET ') === true;

/** `PATCH /Users/{id} with a value path is answered with 400 (…)`. */
function refusalTitle(findings: readonly Finding[]): string {
  const operations = new Set(findings.map(({ operation }) => operation));
  const [operation] = operations;
  const name =
    operations.size === 1 ? operation : (operation ?? '').replace(/\/(Users|Groups)/, '/Users and /Groups');
  const own = (form: string): boolean =>
    /^(\?|filter)/.test(form) === (operation?.startsWith('GET') === true);
  const form = (shared(findings, 'form') ?? sharedShape(findings)).filter(own).join(', ');
  const how = form === '' ? '' : ` with ${formWords(form)}`;
  const about = isQuery(operation ?? null) ? null : (shared(findings, 'attribute') ?? sharedRoot(findings));
  const of = about === null ? '' : ` of ${about}`;
  const [first] = findings;
  // Their reasons differ in names and values alone, so that one of them is an example.
  const answer = first === undefined ? '' : answerOf(first);
  const wanted = sharedWish(findings);
  const instead = wanted === null ? '' : ` instead of ${wanted}`;
  return `${name}${of}${how} is answered with ${answer}${instead}`;
}

/** How all of their operations are written, whichever they are: `URN path`. */
function sharedShape(findings: readonly Finding[]): readonly string[] {
  const [first = [], ...others] = findings.map(({ form }) =>
    form.filter((one) => OPERATION.test(one)).map((one) => one.replace(OPERATION, '')),
  );
  // A plain path is how most operations are written, and says nothing.
  return [...new Set(first)].filter(
    (shape) => shape !== 'path' && others.every((shapes) => shapes.includes(shape)),
  );
}

/** The op in front of how its path is written. */
const OPERATION = /^(?:add|remove|replace) /;

function formWords(form: string): string {
  if (form.startsWith('several')) return form;
  if (form.startsWith('without')) return form.replace(/^without path/, 'no path');
  return `${/^(add|[aeiou])/.test(form) ? 'an' : 'a'} ${form}`;
}

/** The value of a field that all findings share, else null. */
function shared<K extends keyof Finding>(findings: readonly Finding[], field: K): Finding[K] | null {
  const [first] = findings;
  if (first === undefined) return null;
  const same = findings.every((finding) => JSON.stringify(finding[field]) === JSON.stringify(first[field]));
  return same ? first[field] : null;
}

/** The attribute as the findings name it when they all agree, else the one they all belong to. */
function subjectOf(findings: readonly Finding[], root: string): string {
  return shared(findings, 'attribute') ?? root;
}

/** What all findings want instead, where they agree and it is said in a few words. */
function sharedWish(findings: readonly Finding[]): string | null {
  const wanted = shared(findings, 'wanted');
  return typeof wanted === 'string' && wanted.length < 40 ? wanted : null;
}

/** The hint that at least half of the findings have. */
function sharedHint(symptoms: readonly Symptom[]): string | null {
  const findings = symptoms.filter(({ verdict }) => verdict !== 'error');
  const hints = new Set(findings.flatMap(({ hint }) => hint ?? []));
  const often = [...hints].find(
    (hint) => findings.filter((one) => one.hint === hint).length * 2 >= findings.length,
  );
  return often ?? null;
}
