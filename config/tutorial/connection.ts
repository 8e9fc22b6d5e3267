import type { Application } from '../application.ts';
import { replaceParameters, templateParameters } from '../tenant-url.ts';
import { findAll, plainText } from './markdown.ts';
import type { Block } from './outline.ts';

/** How a provisioning client connects. */
export interface Connection {
  readonly authentication: Application['authentication'];
  readonly tenantUrl: Application['tenantUrl'];
  readonly missing: readonly string[];
}

const CREDENTIALS = /admin credentials/i;
const NAMES_URL = /\b(tenant|scim|base)\b[^.]{0,20}\b(url|endpoint)\b/i;

/** In the order in which they are tried: the step of a dialog may speak of tokens too. */
const AUTHENTICATION: readonly (readonly [NonNullable<Application['authentication']>, RegExp])[] = [
  ['oauthClientCredentials', /client (secret|credentials)/i],
  ['oauth', /\bAuthorize\b/],
  ['secretToken', /\b(token|api key)\b/i],
  ['basic', /\bpassword\b/i],
];

/** Finds the tenant URL and the kind of credentials in the steps that name them. */
export function readConnection(blocks: readonly Block[]): Connection {
  const missing: string[] = [];
  const steps = blocks
    .filter(({ kind, text }) => kind === 'text' && CREDENTIALS.test(text))
    .map(({ text }) => text);
  const found = AUTHENTICATION.find(([, pattern]) => steps.some((text) => pattern.test(text)));
  const authentication = found?.[0] ?? null;
  if (authentication === null) missing.push('no kind of credentials in a step about "Admin Credentials"');
  const tenantUrl = readTenantUrl(blocks, authentication);
  if (tenantUrl.template === null)
    missing.push('no tenant URL, that is one in a text that speaks of a tenant URL');
  return { authentication, tenantUrl, missing };
}

interface UrlText {
  readonly text: string;
  /** Introduced as an example only. */
  readonly example: boolean;
}

function readTenantUrl(
  blocks: readonly Block[],
  authentication: Connection['authentication'],
): Application['tenantUrl'] {
  const urls = blocks
    .filter(({ kind, text }) => kind !== 'heading' && NAMES_URL.test(text))
    .sort((a, b) => rank(a) - rank(b))
    .flatMap(urlsOf);
  const template = urls.find(({ example }) => !example)?.text;
  if (template !== undefined) {
    return { template, parameters: describeParameters(template, blocks), reason: null };
  }
  const [example] = urls;
  if (example !== undefined)
    return { template: null, reason: `the tutorial prints only an example, ${example.text}` };
  return {
    template: null,
    reason:
      authentication === 'oauth'
        ? 'the tutorial connects through Authorize and a login dialog and prints no tenant URL'
        : 'the tutorial prints no tenant URL',
  };
}

/** The step that enters it first, then other steps, then notes. */
function rank({ kind, text }: Block): number {
  return kind === 'note' ? 2 : CREDENTIALS.test(text) ? 0 : 1;
}

/** URLs as a reader sees them, those in backticks first: those may begin with a placeholder and hold blanks. */
function urlsOf({ node, text }: Block): readonly UrlText[] {
  const code = findAll(node, (inner) => inner.type === 'inlineCode')
    .map((inner) => plainText(inner))
    .filter((word) => /^(https?:\/\/|[{<[][^}\]>]+[}\]>])\S/.test(word));
  const bare = [...text.matchAll(/https?:\/\/(?:<[^<>]*>|\{[^{}]*\}|\[[^[\]]*\]|[^\s"'`()<>])+/g)].map(
    ([url]) => url.replace(/[.,;:]+$/, ''),
  );
  const all = [...code, ...bare.filter((url) => !code.some((other) => other.includes(url)))];
  return all.map((url) => ({ text: url, example: isExample(text, url) }));
}

function isExample(text: string, url: string): boolean {
  const before = text.slice(0, text.indexOf(url));
  return /(for example|for instance|e\.g\.|example:|such as|looks? like|similar to)\W*(the tenant url (is|will be)\W*)?$/i.test(
    before,
  );
}

function describeParameters(
  template: string,
  blocks: readonly Block[],
): Readonly<Record<string, { readonly description: string; readonly example: string | null }>> {
  const examples = exampleValues(template, blocks);
  const names = templateParameters(template);
  return Object.fromEntries(
    names.map((name, index) => {
      const example = examples?.values[index] ?? null;
      const meaning = meaningOf(name, blocks) ?? `the tenant's ${name}`;
      const occasion = examples?.occasion ?? null;
      const fits = occasion !== null && (names.length === 1 || occasion.kind === name.toLowerCase());
      const when = fits ? ` (for ${occasion.kind} ${occasion.value}: ${example})` : '';
      return [name, { description: meaning + when, example }];
    }),
  );
}

/** What follows "{Name} is" or "{Name} will be", without article and further sentences. */
function meaningOf(name: string, blocks: readonly Block[]): string | null {
  const marker = ['{', '<', '[', ''].map(
    (open) => `${open}${name}${{ '{': '}', '<': '>', '[': ']', '': '' }[open] ?? ''}`,
  );
  for (const { text } of blocks) {
    for (const written of marker) {
      const at = text.indexOf(`${written} `);
      const match =
        at < 0
          ? null
          : /^(?:is|will be|stands for|means) (?:the |your |a |an )?([^.;,]{3,80})/i.exec(
              text.slice(at + written.length + 1),
            );
      if (match?.[1] !== undefined) return match[1].trim();
    }
  }
  return null;
}

/** Values of the parameters, and what they are for: "if the country is US". */
interface Example {
  readonly values: readonly string[];
  readonly occasion: { readonly kind: string; readonly value: string } | null;
}

/** The values of the parameters in the first other URL of the tutorial that fits the template, and what it is for. */
function exampleValues(template: string, blocks: readonly Block[]): Example | null {
  if (templateParameters(template).length === 0) return null;
  const pattern = new RegExp(
    `^${replaceParameters(template, (_, at) => (at === 0 ? '(https?://.+)' : '([^/?#]+)'), escapeText)}$`,
    'i',
  );
  for (const block of blocks) {
    for (const { text } of urlsOf(block)) {
      const match = text === template || /[{}<>[\]]/.test(text) ? null : pattern.exec(text);
      if (match === null) continue;
      const [, kind, value] = /\bif the (\w+) is (\w+)/i.exec(block.text) ?? [];
      return { values: match.slice(1), occasion: kind && value ? { kind: kind.toLowerCase(), value } : null };
    }
  }
  return null;
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
