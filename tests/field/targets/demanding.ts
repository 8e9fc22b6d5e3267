import { isObject, type Json, type JsonObject, member, stringMember } from '../../../scim/json.ts';
import { at, refusal, type Target, when } from './target.ts';

/**
 * Creations without a value for each of these attributes are refused: `emails`, `name.familyName`, `members.$ref` (which
 * every member needs then), `urn:…:User:department`.
 */
export function demands(attributes: readonly string[], endpoint = '/Users'): Target {
  return when(at('POST', endpoint), ({ body }, provide) => {
    const missing = attributes.find((path) => !isAssigned(isObject(body) ? body : {}, path));
    return missing === undefined ? provide() : refusal(400, `Required attribute '${missing}' is missing`);
  });
}

function isAssigned(resource: JsonObject, path: string): boolean {
  const [, urn, name = ''] = /^(?:(urn:.*):)?([^:]+)$/.exec(path) ?? [];
  const [attribute = '', part] = name.split('.');
  const value = member(urn === undefined ? resource : member(resource, urn), attribute);
  const elements: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value];
  const values = part === undefined ? elements : elements.map((element) => member(element, part));
  return values.length > 0 && values.every((one) => one !== undefined && one !== null && one !== '');
}

/** Users are created under names of this form alone; a name that is missing is for the provider to refuse. */
export const wantsNames = (form: RegExp): Target =>
  when(at('POST', '/Users'), ({ body }, provide) => {
    const name = stringMember(body, 'userName') ?? '';
    return name === '' || form.test(name) ? provide() : refusal(400, 'Invalid user name', 'invalidValue');
  });

/** Users with a value for this attribute are refused. */
export const refuses = (name: string): Target =>
  when(at('POST', '/Users'), ({ body }, provide) =>
    member(body, name) === undefined
      ? provide()
      : refusal(400, `Unknown attribute '${name}'`, 'invalidSyntax'),
  );
