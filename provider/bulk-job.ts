import { ScimError } from '../scim/error.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { type Answer, failure } from './answer.ts';
import { type BulkOperation, readOperation, referencesIn, withoutReferences } from './bulk.ts';
import type { Provider, Steps } from './steps.ts';

/** Carries one operation out as if it had come alone. @throws ScimError */
export type Perform = (operation: {
  readonly method: string;
  /** Below the base URL. */
  readonly path: string;
  readonly headers: Headers;
  /** The body's text; empty without one. */
  readonly text: string;
}) => Answer;

/** A resource created without references to resources that came into being after it (RFC 7644 §3.7.1). */
interface Incomplete {
  readonly index: number;
  readonly id: string;
}

/**
 * Carries out the operations of a bulk request in their order, except that what an operation refers to is created before
 * it. Resources that refer to each other are created without the reference that closes the circle, and completed when
 * all exist (RFC 7644 §3.7.1, §3.7.2).
 */
class BulkRun {
  readonly #operations: readonly BulkOperation[];
  readonly #steps: Steps;
  readonly #provider: Provider;
  readonly #perform: Perform;
  readonly #failOnErrors: number | null;
  readonly #answers = new Map<number, Answer>();
  readonly #begun = new Set<number>();
  readonly #ids = new Map<string, string>();
  readonly #incomplete: Incomplete[] = [];
  #errors = 0;

  constructor(
    items: readonly Json[],
    failOnErrors: number | null,
    steps: Steps,
    provider: Provider,
    perform: Perform,
  ) {
    this.#operations = items.map(readOperation);
    this.#failOnErrors = failOnErrors;
    this.#steps = steps;
    this.#provider = provider;
    this.#perform = perform;
  }

  /** The results of all operations that were carried out, in the order of the request. */
  results(): readonly JsonObject[] {
    for (const index of this.#operations.keys()) this.#carryOut(index);
    for (const incomplete of this.#incomplete) this.#complete(incomplete);
    return this.#operations.flatMap((operation, index) => {
      const answer = this.#answers.get(index);
      if (answer === undefined) return [];
      return [this.#steps.bulkResult(operation, answer, this.#location(operation, answer))];
    });
  }

  #location({ method, path }: BulkOperation, { status, headers }: Answer): string | null {
    if (method === 'POST') return status < 400 ? (headers.location ?? null) : null;
    return `${this.#provider.baseUrl}${this.#resolvePath(path)}`;
  }

  #carryOut(index: number): void {
    const operation = this.#operations[index];
    if (operation === undefined || this.#begun.has(index)) return;
    if (this.#steps.isBulkOver(this.#errors, this.#failOnErrors)) return;
    this.#begun.add(index);
    for (const bulkId of referencesOf(operation)) this.#carryOut(this.#creationOf(bulkId));
    if (this.#steps.isBulkOver(this.#errors, this.#failOnErrors)) return;
    const answer = this.#attempt(operation, index);
    this.#answers.set(index, answer);
    if (answer.status >= 400) this.#errors++;
  }

  #creationOf(bulkId: string): number {
    return this.#operations.findIndex(({ method, bulkId: own }) => method === 'POST' && own === bulkId);
  }

  #attempt(operation: BulkOperation, index: number): Answer {
    try {
      this.#steps.requireOperation(operation);
      const pending = new Set(
        referencesIn(operation.data).filter((bulkId) => {
          const at = this.#creationOf(bulkId);
          return at >= 0 && !this.#answers.has(at);
        }),
      );
      const data = withoutReferences(operation.data ?? null, pending) ?? null;
      const answer = this.#send(operation, operation.method, operation.path, data);
      const id = decodeURIComponent(/[^/]*$/.exec(answer.headers.location ?? '')?.[0] ?? '');
      if (operation.method === 'POST' && operation.bulkId !== null) this.#ids.set(operation.bulkId, id);
      if (pending.size > 0) this.#incomplete.push({ index, id });
      return answer;
    } catch (error) {
      return failure(error);
    }
  }

  /** @throws ScimError what the operation alone would fail with, 409 for a reference to what was not created */
  #send({ version }: BulkOperation, method: string, path: string, data: Json): Answer {
    const resolved = this.#steps.resolveReferences(data, this.#ids);
    const [unknown] = referencesIn(resolved).filter((bulkId) => this.#creationOf(bulkId) >= 0);
    if (unknown !== undefined) throw new ScimError(409, null, `bulkId:${unknown} was not created.`);
    const headers = new Headers(version === null ? {} : { 'if-match': version });
    const text = isObject(resolved) ? JSON.stringify(resolved) : '';
    return this.#perform({ method, path: this.#resolvePath(path), headers, text });
  }

  /** Gives a resource the references it was created without; takes it back when that fails. */
  #complete({ index, id }: Incomplete): void {
    const operation = this.#operations[index];
    const created = this.#answers.get(index);
    if (operation === undefined || created === undefined) return;
    const path = operation.method === 'POST' ? `${operation.path}/${encodeURIComponent(id)}` : operation.path;
    const method = operation.method === 'POST' ? 'PUT' : operation.method;
    const plain = { ...operation, version: null };
    try {
      const { headers } = this.#send(plain, method, path, operation.data ?? null);
      this.#answers.set(index, { ...created, headers: { ...created.headers, ...headers } });
    } catch (error) {
      if (operation.method === 'POST') this.#send(plain, 'DELETE', path, null);
      const why = error instanceof Error ? error.message : 'its references cannot be resolved';
      this.#answers.set(index, failure(new ScimError(409, null, `Not created: ${why}`)));
    }
  }

  #resolvePath(path: string): string {
    return path
      .split('/')
      .map((segment) => {
        const resolved = String(this.#steps.resolveReferences(segment, this.#ids));
        return resolved === segment ? segment : encodeURIComponent(resolved);
      })
      .join('/');
  }
}

function referencesOf({ path, data }: BulkOperation): readonly string[] {
  return [...path.split('/').flatMap(referencesIn), ...referencesIn(data)];
}

/** POST to /Bulk (RFC 7644 §3.7). @throws ScimError 400, 413 */
export function bulk(text: string, steps: Steps, provider: Provider, perform: Perform): Answer {
  const { operations, failOnErrors } = steps.readBulk(steps.readBody(text));
  steps.limitBulk(operations.length, Buffer.byteLength(text));
  return steps.bulkAnswer(new BulkRun(operations, failOnErrors, steps, provider, perform).results());
}
