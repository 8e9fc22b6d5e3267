import { randomUUID } from 'node:crypto';
import SCIMMY from 'scimmy';
import { isObject, type JsonObject, member } from '../../scim/json.ts';

/** A resource as it is stored: what SCIMMY handed over, with an id and times. */
type Stored = JsonObject & { readonly id: string };

/**
 * One resource type's in-memory table, behind the handlers that SCIMMY asks for: `ingress` creates and updates,
 * `egress` finds one or many, `degress` deletes. It leaves to SCIMMY all that SCIMMY does: parsing, validation,
 * filters, PATCH, paging and the form of the answers.
 */
export class Table {
  readonly #rows = new Map<string, Stored>();
  readonly #unique: string | null;

  /** @param unique an attribute whose value no two resources share, whatever its letter case */
  constructor(unique: string | null) {
    this.#unique = unique;
  }

  /** Creates a resource, or replaces the one with this id. @throws SCIMMY.Types.Error 404, or 409 uniqueness */
  write(id: string | undefined, instance: object): Stored {
    const known = id === undefined ? undefined : this.find(id);
    const data = plain(instance);
    this.#refuseDuplicate(data, id);
    const now = new Date().toISOString();
    const created = member(member(known, 'meta'), 'created') ?? now;
    const row: Stored = { ...data, id: known?.id ?? randomUUID(), meta: { created, lastModified: now } };
    this.#rows.set(row.id, row);
    return row;
  }

  /** @throws SCIMMY.Types.Error 404 */
  find(id: string): Stored {
    const row = this.#rows.get(id);
    if (row === undefined) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
    return row;
  }

  /** The rows that SCIMMY's own filter lets through. */
  select(filter: { match(rows: Stored[]): Stored[] } | undefined): Stored[] {
    const rows = [...this.#rows.values()];
    return filter === undefined ? rows : filter.match(rows);
  }

  /** @throws SCIMMY.Types.Error 404 */
  delete(id: string): void {
    this.#rows.delete(this.find(id).id);
  }

  /** Takes a resource that is gone out of every row's `members`. */
  forgetMember(id: string): void {
    for (const row of this.#rows.values()) {
      const members = Array.isArray(row.members) ? row.members : [];
      if (!members.some((one) => member(one, 'value') === id)) continue;
      this.#rows.set(row.id, { ...row, members: members.filter((one) => member(one, 'value') !== id) });
    }
  }

  #refuseDuplicate(data: JsonObject, id: string | undefined): void {
    const name = this.#unique;
    if (name === null) return;
    const wanted = folded(data[name]);
    const taken = [...this.#rows.values()].some((row) => row.id !== id && folded(row[name]) === wanted);
    if (taken) throw new SCIMMY.Types.Error(409, 'uniqueness', `${name} is not unique`);
  }
}

function folded(value: unknown): string {
  return String(value).toLowerCase();
}

/** SCIMMY's instance as plain JSON. */
function plain(instance: object): JsonObject {
  const data: unknown = JSON.parse(JSON.stringify(instance));
  if (!isObject(data)) throw new TypeError('SCIMMY handed over no object');
  return data;
}
