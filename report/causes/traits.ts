import type { Finding, Obstacle } from '../finding.ts';
import { howItDiffers, textsApart } from '../how-it-differs.ts';
import { act, beginning, isErrorOfSuccess, kindOf, namesIn, rootOf, subjectRoot, template } from './words.ts';

/** The kinds of what can be seen of a finding, from the most to the least telling. */
export const TRAIT_KINDS = [
  'worsened',
  'crash',
  'blocked',
  'missing',
  'selection',
  'surplus',
  'answered',
  'error',
  'form',
  'attribute',
  'query',
  'text',
  'effect',
  'habit',
  'result',
  'requirement',
] as const;

/** One thing that can be seen of a finding; a shared trait speaks for a shared cause. */
export interface Trait {
  readonly kind: (typeof TRAIT_KINDS)[number];
  /** Equal texts of one kind are the same trait; made of fields, never of sentences. */
  readonly text: string;
}

/** The traits of a finding, by its fields alone. */
export function traitsOf(finding: Finding | null, requirement: string): readonly Trait[] {
  if (finding === null) return [{ kind: 'requirement', text: requirement }];
  const { deviation, status } = finding;
  const own =
    OF_ERRORS.has(deviation) && (status ?? 0) >= 400 ? ofErrors(finding) : BY_DEVIATION[deviation](finding);
  const success = isErrorOfSuccess(finding) ? [{ kind: 'error', text: 'success' } as const] : [];
  return [
    ...success,
    ...own,
    ...ofWholes(finding),
    { kind: 'requirement', text: `${requirement} ${act(finding)}` },
  ];
}

/** Of what is missing from an answer, and is no attribute: one thing, whoever wants it. */
function ofWholes({ attribute, deviation, operation, status }: Finding): readonly Trait[] {
  if (attribute !== null || deviation !== 'missing' || operation === null) return [];
  return [{ kind: 'requirement', text: `${operation.replace(/\/(Users|Groups)/, '/…')} ${status} lacks` }];
}

/** The traits of a check that could not judge: what was refused, and in which words of the target. */
export function traitsOfObstacle(obstacle: Obstacle | null): readonly Trait[] {
  return [{ kind: 'blocked', text: obstacle === null ? '' : refusalKey(obstacle) }];
}

/** A refusal in words that are equal for equal reasons. */
export function refusalKey(obstacle: Obstacle): string {
  const { operation, status, scimType, detail } = obstacle;
  // "Not implemented" says all there is to say, whatever the words beside it.
  if (status === 501) return `${operation} 501`;
  return [operation, status, scimType ?? '', template(detail ?? '', namesIn(obstacle))].join(' ');
}

type Traits = (finding: Finding) => readonly Trait[];

const one =
  (kind: Trait['kind'], text: (finding: Finding) => string): Traits =>
  (finding) => [{ kind, text: text(finding) }];

/** Of values that are not what a change, or a creation, should have left. */
const ofValues: Traits = (finding) => {
  const { attribute, deviation, wanted, got, shape } = finding;
  const after = changedBy(finding);
  const root = rootOf(attribute);
  const traits: Trait[] = [];
  // What a schema does not tell of an attribute says nothing of its values.
  if (finding.operation?.startsWith('GET /Schemas') === true) return [];
  if (deviation === 'present' && isSelection(finding))
    return [SELECTED, ...(root === null ? [] : [{ kind: 'surplus', text: root } as const])];
  if (deviation === 'missing' && isSelection(finding))
    traits.push({ kind: 'query', text: `not selected ${isPart(shape) ? 'part' : 'whole'}` });
  if (deviation === 'missing' && isList(finding)) traits.push({ kind: 'query', text: 'missing in lists' });
  if (after === 'PUT')
    traits.push({ kind: 'effect', text: `PUT of ${shape === null ? '' : PLAIN_SHAPE[shape]}` });
  // Where a plain path works, the defect is in the reading of the other one.
  if (finding.form.some((form) => isRespelled(form, shape))) return effects(finding);
  if (root !== null) {
    if (deviation === 'missing') traits.push({ kind: 'missing', text: root });
    if (deviation === 'present' && after === null) traits.push({ kind: 'surplus', text: root });
    traits.push({ kind: 'attribute', text: after === 'DELETE' ? `${root} after DELETE` : root });
  }
  // Of the common attributes, externalId alone is a text of the client.
  if (root !== null && OTHER_VALUE.has(deviation) && (shape !== 'common' || attribute === 'externalId')) {
    const texts = textsApart(wanted, got);
    if (texts !== null)
      traits.push({ kind: 'text', text: howItDiffers(texts.was, texts.is).replace(/\d+/g, 'n') });
  }
  return [...traits, ...effects(finding)];
};

/** There is a value, and it is another one. */
const OTHER_VALUE: ReadonlySet<Finding['deviation']> = new Set(['differs', 'changed']);

const isPart = (shape: Finding['shape']): boolean =>
  shape === 'part of a complex attribute' || shape === 'part of an element';

/** Whether resources are shown in a list. */
const isList = ({ operation }: Finding): boolean => /^GET \/\w+(\?|$)/.test(operation ?? '');

/** What a PUT of all attributes tells apart: how a value is held, not what it is. */
const PLAIN_SHAPE: Readonly<Record<NonNullable<Finding['shape']>, string>> = {
  text: 'single values',
  boolean: 'single values',
  number: 'single values',
  dateTime: 'single values',
  binary: 'single values',
  reference: 'single values',
  common: 'single values',
  complex: 'complex attributes',
  'part of a complex attribute': 'complex attributes',
  'multi-valued': 'multi-valued attributes',
  'part of an element': 'multi-valued attributes',
  extension: 'extensions',
};

/** Attributes are asked for, or asked to be left out, and not only to see what a change has left. */
const isSelection = (finding: Finding): boolean =>
  (finding.form.includes('?attributes') || finding.form.includes('?excludedAttributes')) &&
  (finding.operation?.startsWith('GET ') !== true || changedBy(finding) === null);

/** What is asked for is not heeded. */
const SELECTED: Trait = { kind: 'selection', text: 'attributes' };

/** A path that means the same as a plain one: with the URN of the core schema, or in other letter case. */
const isRespelled = (form: string, shape: Finding['shape']): boolean =>
  / path in other letter case$/.test(form) || (/ URN path$/.test(form) && shape !== 'extension');

const isSpelling = (form: string): boolean => form === 'filter in another spelling';

/** Operators that join expressions. */
const LOGIC: ReadonlySet<string> = new Set(['filter and', 'filter or', 'filter not']);

/** Comparisons that ask for an order. */
const isOrder = (form: string): boolean => /^filter (gt|ge|lt|le)$/.test(form);

/** Of what a query finds. */
const ofQueries: Traits = (finding) => {
  const { attribute, deviation, shape, form, requirement } = finding;
  if (deviation === 'repeated')
    return [
      ...[rootOf(attribute), requirement].flatMap((text) =>
        text === null ? [] : [{ kind: 'query', text: `repeated ${text}` } as const],
      ),
      ...effects(finding),
    ];
  const ordered = form.some(isOrder) ? [{ kind: 'query', text: orderOf(finding) } as const] : [];
  // Where the plain spelling works, the defect is in the reading of the other one.
  const spellings = form.filter(isSpelling);
  // That there is a filter says nothing: by what kind of attribute, and how, is what filters differ in.
  const parameters = form.filter((name) => name.startsWith('?') && name !== '?filter');
  const plain = form.some((name) => name.startsWith('?')) ? parameters : [act(finding)];
  const where = spellings.length > 0 ? spellings : plain;
  const root = rootOf(finding.attribute);
  return [
    ...(finding.attribute !== null && OF_LISTS.has(finding.attribute)
      ? [{ kind: 'attribute', text: finding.attribute } as const]
      : []),
    ...(root === null || spellings.length > 0
      ? []
      : [{ kind: 'query', text: `${deviation} ${root}` } as const]),
    ...where.map((name) => ({ kind: 'query', text: `${deviation} ${name}` }) as const),
    ...ordered,
    ...(shape === null || ALL_SORTS.has(shape) || spellings.length > 0
      ? []
      : [{ kind: 'query', text: `${deviation} ${shape}` } as const]),
    ...(finding.write?.startsWith('DELETE') === true
      ? [{ kind: 'query', text: `${deviation} after DELETE` } as const]
      : []),
    ...operators(finding),
    ...effects(finding),
    ...(spellings.length > 0 ? [] : [{ kind: 'result', text: deviation } as const]),
  ];
};

function orderOf({ attribute, shape }: Finding): string {
  return shape === 'dateTime' || /^meta\.(created|lastModified)$/.test(attribute ?? '')
    ? 'order of times'
    : 'order of values';
}

/** Joining expressions is read by one piece of a program, whether too much is found or too little. */
function operators({ form }: Finding): readonly Trait[] {
  return form.some((name) => LOGIC.has(name)) ? [{ kind: 'query', text: 'logic' }] : [];
}

/** Shapes of most attributes: what findings about two of them have in common need not be their shape. */
const ALL_SORTS: ReadonlySet<Finding['shape']> = new Set(['text', 'common']);

/** What a ListResponse says of itself (RFC 7644 §3.4.2). */
const OF_LISTS: ReadonlySet<string> = new Set(['totalResults', 'itemsPerPage', 'startIndex', 'nextCursor']);

/** Refusals are one when they give the same reason; of what is accepted, and should not be, the refusal wanted tells. */
const ofAnswers: Traits = (finding) => {
  const { status, scimType, form, requirement, success } = finding;
  // Success where a refusal is wanted: what was to be refused tells it, and the status nothing. Another success than the
  // one wanted is one mistake of the operation, whoever wants it.
  if ((status ?? 0) < 400) {
    if (
      !success &&
      finding.operation?.startsWith('GET ') === true &&
      finding.write?.startsWith('DELETE ') === true
    )
      return [{ kind: 'query', text: 'found after DELETE' }];
    const order = form.some(isOrder) ? [{ kind: 'answered', text: 'accepted order' } as const] : [];
    return [
      ...order,
      { kind: 'answered', text: success ? `${act(finding)} ${status}` : `${requirement} accepted` },
    ];
  }
  const kind = (status ?? 0) >= 500 && status !== 501 ? 'crash' : 'answered';
  const outcome = [status, scimType ?? ''].join(' ');
  const root = subjectRoot(finding);
  const forms = form.length === 0 ? [''] : form;
  // How a request is written explains a refusal only where that is something; else it is what the request is about.
  const telling = root === null ? forms : forms.filter((name) => !PLAINEST.test(name));
  const wanted = String(finding.wanted);
  const words = template(finding.detail ?? '', namesIn(finding));
  // A creation is written in one way, whatever is wrong with it: what the target says of it tells reasons apart.
  const reason = finding.operation?.startsWith('POST ') === true ? ` ${beginning(finding.detail)}` : '';
  // Which operation of a PATCH it is says little where it is written in a form of its own.
  const special = telling.filter((name) => OP.test(name)).map((name) => name.replace(OP, ''));
  // The wrong status for an error is one mistake; why requests are refused, or fail, may be as many as there are requests.
  const isHabit = !success && kind !== 'crash';
  return [
    ...telling.map((name) => ({ kind, text: `${act(finding)} ${name} ${outcome}${reason}` }) as const),
    ...special.map((name) => ({ kind, text: `${act(finding)} any ${name} ${outcome} ${words}` }) as const),
    // Whoever asks, and with whatever filter.
    ...(status === 404 && act(finding).endsWith('?filter') ? [{ kind, text: 'query 404' } as const] : []),
    ...(status === 501 ? [{ kind, text: `${act(finding)} 501` } as const] : []),
    // For one requirement, and with one reason, operations of every kind are refused alike.
    { kind: 'requirement', text: `${requirement} refused ${outcome} ${words}` },
    ...(root === null ? [] : [{ kind, text: `${act(finding)} about ${root} ${outcome}` } as const]),
    ...(isHabit ? [{ kind: 'habit', text: `${outcome} where ${wanted} is wanted` } as const] : []),
    ...(isHabit && words !== '' ? [{ kind: 'habit', text: `${outcome} ${words}` } as const] : []),
  ];
};

/** The forms in which most changes are written. */
const PLAINEST = /^(?:(?:add|remove|replace) path|\?filter)$/;

/** The op of an operation of a PATCH, in front of how its path is written. */
const OP = /^(?:add|remove|replace) /;

const ofForms: Traits = (finding) => {
  const { attribute, shape, got, operation } = finding;
  const root = rootOf(attribute);
  return [
    // A configuration is written at one place.
    ...(operation?.startsWith('GET /ServiceProviderConfig') === true
      ? [{ kind: 'form', text: `configuration as ${kindOf(got)}` } as const]
      : []),
    { kind: 'form', text: `${shape ?? root ?? finding.requirement} as ${kindOf(got)}` },
    ...(root === null ? [] : [{ kind: 'attribute', text: attribute ?? root } as const]),
  ];
};

/** How a part of an error is not what it should be. */
export const OF_ERRORS: ReadonlySet<Finding['deviation']> = new Set(['form', 'missing', 'differs']);

/** Of what an error says: its parts, whatever is refused. */
const ofErrors: Traits = ({ attribute }) => [
  { kind: 'error', text: attribute ?? 'body' },
  ...(attribute === null ? [] : [{ kind: 'attribute', text: attribute } as const]),
];

const BY_DEVIATION: Readonly<Record<Finding['deviation'], Traits>> = {
  unanswered: one('crash', (finding) => `${act(finding)} unanswered`),
  answered: ofAnswers,
  carriedOut: one('answered', (finding) => `${act(finding)} carried out`),
  ignored: (finding) => [
    ...(isSelection(finding) ? [SELECTED] : []),
    ...effects(finding),
    { kind: 'habit', text: 'ignored' },
  ],
  missing: ofValues,
  present: ofValues,
  differs: ofValues,
  changed: ofValues,
  unfound: ofQueries,
  found: ofQueries,
  count: ofQueries,
  repeated: ofQueries,
  order: ofQueries,
  form: ofForms,
  untrue: (finding) => {
    const { attribute, requirement, status } = finding;
    return [
      { kind: 'attribute', text: attribute ?? requirement },
      // What is announced and does not exist is one defect with its refusals.
      ...(status === 501 ? [{ kind: 'answered', text: `${act(finding)} 501` } as const] : []),
    ];
  },
  disclosed: ({ attribute, requirement }) => [
    { kind: 'surplus', text: attribute ?? requirement },
    ...(attribute === null ? [] : [{ kind: 'attribute', text: rootOf(attribute) ?? attribute } as const]),
  ],
  worsened: one('worsened', act),
  slow: one('habit', () => 'slow'),
};

/** What the write before a finding was meant to do, by how it is written: with its op, and without. */
function effects(finding: Finding): readonly Trait[] {
  if (!act(finding).startsWith('PATCH') && finding.write?.startsWith('PATCH') !== true) return [];
  const forms = finding.form.filter((name) => !name.startsWith('?') && !/^\w* path$/.test(name));
  return forms.flatMap((name) => [
    { kind: 'effect', text: name } as const,
    { kind: 'effect', text: name.replace(OP, '') } as const,
  ]);
}

/** The method of the write before a finding, or null where nothing but a creation was. */
function changedBy({ write, operation }: Finding): string | null {
  const [method = ''] = (write ?? operation ?? '').split(' ');
  return method === 'GET' || method === 'POST' || method === '' ? null : method;
}
