import { ScimError } from '../../scim/error.ts';
import { type Json, type JsonObject, stringMember } from '../../scim/json.ts';
import { SCIM_MEDIA_TYPE } from '../../scim/urns.ts';
import { answer } from '../answer.ts';
import { idOf } from '../store.ts';
import type { Fault, FaultTable } from './fault.ts';
import { failing, receiving } from './showing.ts';

/** Overrides that give errors another keyword. */
function keyword(change: (scimType: string, error: JsonObject) => string): Fault['overrides'] {
  return failing((error, status) => {
    const scimType = stringMember(error, 'scimType');
    return scimType === undefined || status !== 400
      ? {}
      : { body: { ...error, scimType: change(scimType, error) } };
  });
}

const instead = (wrong: string, right: string): Fault['overrides'] =>
  keyword((scimType) => (scimType === right ? wrong : scimType));

/** Overrides that refuse the media types a client accepts. */
function accepting(accepted: (accept: string | null) => boolean): Fault['overrides'] {
  return (steps) => ({
    admit: (request) => {
      steps.admit(request);
      const isResource = request.method === 'GET' && /^\/Users\/./.test(request.path);
      if (isResource && !accepted(request.headers.get('accept')))
        throw new ScimError(406, null, 'The accepted media types are not served.');
    },
  });
}

/** Defects in messages, errors and media types: RFC 7644 §3.1, §3.2, §3.8, §3.12. */
export const MESSAGES = {
  'lists-named-as-core': {
    title: 'lists name a core schema instead of that of their message',
    violates: 'RFC7644-3.1',
    overrides: (steps) => ({
      list: (page) => ({
        ...steps.list(page),
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:ListResponse'],
      }),
    }),
  },
  'put-with-meta-refused': {
    title: 'a PUT that brings meta back is refused',
    violates: 'RFC7644-3.1',
    overrides: receiving((body, _, before) => {
      if (before !== null && body.meta !== undefined)
        throw new ScimError(400, 'mutability', 'meta is readOnly.');
      return body;
    }),
  },
  'put-answers-former-state': {
    title: 'the answer to PUT shows the resource as it was before',
    violates: 'RFC7644-3.1',
    overrides: (steps) => {
      const former = new Map<string, JsonObject>();
      return {
        settle: (resource, type, before) => {
          if (before) former.set(idOf(before), before);
          return steps.settle(resource, type, before);
        },
        replaced: (body, resource) => steps.replaced(former.get(idOf(resource)) ?? body, resource),
      };
    },
  },
  'post-answers-unsettled': {
    title: 'the answer to POST shows a title that is not what is stored',
    violates: 'RFC7644-3.1',
    overrides: (steps) => ({
      created: (body, resource) =>
        steps.created(
          typeof body.displayName === 'string' ? { ...body, displayName: `${body.displayName} (new)` } : body,
          resource,
        ),
    }),
  },
  'put-creates': {
    title: 'a PUT to an unknown id creates the resource',
    violates: 'RFC7644-3.2',
    overrides: (steps, { store }) => ({
      find: (id, type, method) => {
        if (method !== 'PUT' || store.get(type.name, id)) return steps.find(id, type, method);
        return { schemas: [type.schema.id], id };
      },
    }),
  },
  'errors-without-body': {
    title: 'errors have a status and no body',
    violates: 'RFC7644-3.2',
    overrides: failing(() => ({ body: null })),
  },
  'errors-answer-200': {
    title: 'validation errors are answered with 200 and told in the body',
    violates: 'RFC7644-3.2',
    overrides: failing((_, status) => (status === 400 ? { status: 200 } : {})),
  },
  'conflicts-without-message': {
    title: 'conflicts are told as plain text',
    violates: 'RFC7644-3.12',
    overrides: failing((_, status) =>
      status === 409 ? { body: 'Conflict', headers: { 'content-type': 'text/plain' } } : {},
    ),
  },
  'error-status-differs': {
    title: 'every Error message has the status 500',
    violates: 'RFC7644-3.12',
    overrides: failing((error) => ({ body: { ...error, status: '500' } })),
  },
  'validation-answers-422': {
    title: 'values that do not fit are answered with 422',
    violates: 'RFC7644-3.12',
    overrides: failing((error, status) =>
      status === 400 ? { status: 422, body: { ...error, status: '422' } } : {},
    ),
  },
  'deleted-answers-418': {
    title: 'an unknown id is answered with a status of its own',
    violates: 'RFC7644-3.12',
    overrides: failing((error, status) =>
      status === 404 ? { status: 418, body: { ...error, status: '418' } } : {},
    ),
  },
  'every-error-invalid-value': {
    title: 'every error has the scimType invalidValue',
    violates: 'RFC7644-3.12',
    overrides: keyword(() => 'invalidValue'),
  },
  'bad-filter-called-syntax': {
    title: 'a bad filter is called invalidSyntax',
    violates: 'RFC7644-3.12',
    overrides: instead('invalidSyntax', 'invalidFilter'),
  },
  'bad-body-called-value': {
    title: 'a body that is no JSON is called invalidValue',
    violates: 'RFC7644-3.12',
    overrides: instead('invalidValue', 'invalidSyntax'),
  },
  'missing-value-called-mutability': {
    title: 'a missing value is called mutability',
    violates: 'RFC7644-3.12',
    overrides: instead('mutability', 'invalidValue'),
  },
  'read-only-called-value': {
    title: 'a change of a readOnly attribute is called invalidValue',
    violates: 'RFC7644-3.12',
    overrides: instead('invalidValue', 'mutability'),
  },
  'bad-path-called-syntax': {
    title: 'a malformed path is called invalidSyntax',
    violates: 'RFC7644-3.12',
    overrides: instead('invalidSyntax', 'invalidPath'),
  },
  'no-target-called-path': {
    title: 'a PATCH that removes without a path is called invalidPath',
    violates: 'RFC7644-3.12',
    overrides: instead('invalidPath', 'noTarget'),
  },
  'taken-name-in-patch-called-value': {
    title: 'a PATCH or PUT to a userName that is taken is called invalidValue',
    violates: 'RFC7644-3.12',
    overrides: (steps) => ({
      requireUnique: (resource, type, id) => {
        try {
          steps.requireUnique(resource, type, id);
        } catch (error) {
          if (id !== null && error instanceof ScimError)
            throw new ScimError(409, 'invalidValue', error.message);
          throw error;
        }
      },
    }),
  },
  'wrong-token-answers-403': {
    title: 'a wrong token is answered with 403',
    violates: 'RFC7644-3.12',
    overrides: failing((error, status) =>
      status === 401 ? { status: 403, body: { ...error, status: '403' } } : {},
    ),
  },
  'unknown-endpoint-answers-200': {
    title: 'an endpoint that does not exist is answered with 200',
    violates: 'RFC7644-3.12',
    overrides: (steps) => ({
      failed: (error) =>
        error instanceof ScimError && error.message.startsWith('There is no /')
          ? answer(200, {})
          : steps.failed(error),
    }),
  },
  'bodies-read-as-latin-1': {
    title: 'bodies are decoded as Latin-1',
    violates: 'RFC7644-3.8',
    overrides: (steps) => ({ readBody: (text) => steps.readBody(Buffer.from(text).toString('latin1')) }),
  },
  'answers-in-ascii': {
    title: 'letters beyond ASCII come back as question marks',
    violates: 'RFC7644-3.8',
    overrides: (steps) => ({
      read: (body, resource) => steps.read(JSON.parse(asciiOf(body)), resource),
    }),
  },
  'answers-cut-short': {
    title: 'long answers end in the middle',
    violates: 'RFC7644-3.8',
    overrides: (steps) => ({
      read: (body, resource) => {
        const given = steps.read(body, resource);
        const text = JSON.stringify(given.body);
        return text.length > 700 ? { ...given, body: text.slice(0, 700) } : given;
      },
    }),
  },
  'accept-compared-whole': {
    title: 'an Accept header with more than one media type is refused',
    violates: 'RFC7644-3.8',
    overrides: accepting((accept) => accept === null || !/[,;]/.test(accept)),
  },
  'accept-json-refused': {
    title: 'clients that accept application/json are refused',
    violates: 'RFC7644-3.8',
    overrides: accepting((accept) => accept?.startsWith('application/json') !== true),
  },
  'accept-demanded': {
    title: 'a request without Accept is refused',
    violates: 'RFC7644-3.8',
    overrides: accepting(
      (accept) =>
        accept?.toLowerCase().includes(SCIM_MEDIA_TYPE) === true || accept?.includes('json') === true,
    ),
  },
} as const satisfies FaultTable;

/** A value as JSON in ASCII, other characters lost. */
function asciiOf(value: Json): string {
  return [...JSON.stringify(value)].map((letter) => (letter <= '\u007f' ? letter : '?')).join('');
}
