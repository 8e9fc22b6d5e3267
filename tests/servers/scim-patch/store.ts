import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  patchBodyValidation,
  ScimError,
  type ScimMeta,
  type ScimPatch,
  type ScimResource,
  scimPatch,
} from 'scim-patch';
import { filter, parse } from 'scim2-parse-filter';
import type { JsonObject } from '../../../scim/json.ts';

/** What is stored of a resource type. */
export interface Kind {
  readonly name: 'User' | 'Group';
  readonly schema: string;
  /** The attribute without which no resource is. */
  readonly required: string;
  /** Whether no two resources share its value, whatever its letter case. */
  readonly unique: boolean;
}

/** A resource in the form that scim-patch takes. */
interface Row extends ScimResource {
  readonly id: string;
  readonly meta: ScimMeta & { readonly resourceType: string };
  [attribute: string]: unknown;
}

/** An answer that is an error. */
export class Refusal extends Error {
  readonly status: number;
  readonly scimType: string | undefined;

  constructor(status: number, detail: string, scimType?: string) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

/** One resource type in memory: scim2-parse-filter finds, and scim-patch changes. */
export class Store {
  readonly #rows = new Map<string, Row>();
  readonly #kind: Kind;
  readonly #base: string;

  /** @param base URL of the resource type */
  constructor(kind: Kind, base: string) {
    this.#kind = kind;
    this.#base = base;
  }

  create(body: JsonObject): JsonObject {
    const now = new Date();
    return this.#write(this.#row(randomUUID(), body, now, now));
  }

  read(id: string): JsonObject {
    return shown(this.#find(id));
  }

  /** The resources that a filter lets through, or all. */
  search(expression: string | undefined): readonly JsonObject[] {
    const rows = [...this.#rows.values()].map(shown);
    return expression === undefined ? rows : rows.filter(testOf(expression));
  }

  replace(id: string, body: JsonObject): JsonObject {
    const { meta } = this.#find(id);
    return this.#write(this.#row(id, body, meta.created, new Date()));
  }

  /** Applies the operations of a PATCH, all or none. */
  patch(id: string, body: JsonObject): JsonObject {
    const row = this.#find(id);
    const patched = guarded(() => scimPatch(row, operationsOf(body), { mutateDocument: false }));
    if (isDeepStrictEqual(plain(patched), plain(row))) return shown(row);
    return this.#write(this.#row(id, patched, row.meta.created, new Date()), 'mutability');
  }

  delete(id: string): void {
    this.#rows.delete(this.#find(id).id);
  }

  #find(id: string): Row {
    const row = this.#rows.get(id);
    if (row === undefined) throw new Refusal(404, `${this.#kind.name} ${id} not found`);
    return row;
  }

  /** A row of what a client sent: what the server assigns is the server's. */
  #row(
    id: string,
    { groups: _, ...body }: Readonly<Record<string, unknown>>,
    created: Date,
    lastModified: Date,
  ): Row {
    const location = `${this.#base}/${id}`;
    const schemas = Array.isArray(body.schemas) ? body.schemas.map(String) : [this.#kind.schema];
    return { ...body, schemas, id, meta: { resourceType: this.#kind.name, created, lastModified, location } };
  }

  /** @param refusal the keyword when the required attribute is not there (RFC 7644 §3.12) */
  #write(row: Row, refusal = 'invalidValue'): JsonObject {
    const { required, unique } = this.#kind;
    const value = row[required];
    if (typeof value !== 'string' || value.trim() === '') {
      throw new Refusal(400, `${required} is required`, refusal);
    }
    const taken = (other: Row) => other.id !== row.id && folded(other[required]) === folded(value);
    if (unique && [...this.#rows.values()].some(taken)) {
      throw new Refusal(409, `${required} is taken`, 'uniqueness');
    }
    this.#rows.set(row.id, row);
    return shown(row);
  }
}

function folded(value: unknown): string {
  return String(value).toLowerCase();
}

/** A row as JSON, without what is never returned. */
function shown({ password: _, ...row }: Row): JsonObject {
  return plain(row);
}

function plain(row: object): JsonObject {
  return JSON.parse(JSON.stringify(row));
}

function testOf(expression: string): (resource: JsonObject) => boolean {
  try {
    return filter(parse(expression));
  } catch (error) {
    throw new Refusal(400, String(error), 'invalidFilter');
  }
}

function operationsOf(body: JsonObject): ScimPatch['Operations'] {
  const patch = { schemas: [], Operations: [], ...body };
  patchBodyValidation(patch);
  return patch.Operations;
}

/** Runs scim-patch, whose errors say what the answer is. */
function guarded<T>(change: () => T): T {
  try {
    return change();
  } catch (error) {
    if (error instanceof ScimError) throw new Refusal(400, error.message, error.scimCode);
    throw error;
  }
}
