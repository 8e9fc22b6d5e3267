import type { AttributeColumn, AttributeReport, Verdict } from '../../report/report.ts';
import { oneLine } from '../text.ts';
import { Heading, Mark, Scroll, STATE_SYMBOL } from './parts.tsx';

const COLUMNS: readonly (readonly [AttributeColumn, string])[] = [
  ['create', 'create'],
  ['read', 'read'],
  ['update', 'update'],
  ['clear', 'clear'],
  ['filter', 'filter'],
  ['required', 'required'],
];

/** What each sign means in the matrix. */
const MEANINGS: readonly (readonly [Verdict, string])[] = [
  ['pass', 'works as documented'],
  ['fail', 'does not'],
  ['warn', 'works, against a recommendation'],
  ['error', 'could not be judged'],
  ['skip', 'not tested'],
];

/** The application's attribute table: what is documented beside what was measured. */
export function Attributes({ rows }: { readonly rows: readonly AttributeReport[] }) {
  if (rows.length === 0) return null;
  return (
    <section id="attributes">
      <Heading title="Attributes" amount={rows.length} noun="attribute" />
      <p class="lead">What the application documents, beside what this run measured.</p>
      <Scroll kind="scroll" label="Attribute table">
        <table class="matrix">
          <Head />
          <tbody>
            {(['User', 'Group'] as const).map((resource) => (
              <Rows resource={resource} rows={rows.filter((row) => row.resource === resource)} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <ul class="legend key">
        {MEANINGS.map(([verdict, meaning]) => (
          <li>
            <Mark state={verdict} /> {meaning}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <td class="group" />
        <th class="group first" colSpan={4} scope="colgroup">
          Documented
        </th>
        <th class="group first" colSpan={COLUMNS.length} scope="colgroup">
          Measured
        </th>
      </tr>
      <tr>
        <th scope="col" class="text">
          Attribute
        </th>
        <th scope="col" class="text first">
          Type
        </th>
        <th scope="col">filterable</th>
        <th scope="col">required</th>
        <th scope="col">matching</th>
        {COLUMNS.map(([column, name], index) => (
          <th scope="col" class={index === 0 ? 'first' : undefined} key={column}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Rows({ resource, rows }: { readonly resource: string; readonly rows: readonly AttributeReport[] }) {
  if (rows.length === 0) return null;
  return (
    <>
      <tr class="resource">
        <th scope="rowgroup" colSpan={5 + COLUMNS.length}>
          {resource}
        </th>
      </tr>
      {rows.map((row) => (
        <tr>
          <th scope="row">
            <PathText path={oneLine(row.path)} />
            {row.source === 'measured' ? <span class="tag">from /Schemas, not documented</span> : null}
          </th>
          <td class="first muted">{oneLine(row.type)}</td>
          <Documented value={row.documented.filterable} />
          <Documented value={row.documented.required} />
          <Documented value={row.documented.matching} />
          {COLUMNS.map(([column], index) => (
            <Measured verdict={row.measured[column]} first={index === 0} />
          ))}
        </tr>
      ))}
    </>
  );
}

/** A path; a schema URN in front of it stands on a line of its own. */
function PathText({ path }: { readonly path: string }) {
  const [, urn, rest] = /^(urn:.*:)([^:]+)$/i.exec(path) ?? [null, null, path];
  return (
    <>
      {urn === null || urn === undefined ? null : <code class="sub">{urn}</code>}
      <code>{rest}</code>
    </>
  );
}

function Documented({ value }: { readonly value: boolean | null }) {
  return (
    <td class={`fact${value === true ? ' yes' : ''}`}>{value === null ? 'silent' : value ? 'yes' : 'no'}</td>
  );
}

function Measured({ verdict, first }: { readonly verdict: Verdict; readonly first: boolean }) {
  return (
    <td class={`cell s-${verdict}${first ? ' first' : ''}`}>
      <span class="tile" title={verdict}>
        <span aria-hidden="true">{STATE_SYMBOL[verdict]}</span>
        <span class="hidden-text">{verdict}</span>
      </span>
    </td>
  );
}
