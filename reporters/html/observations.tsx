import type { JsonObject } from '../../scim/json.ts';
import { clip, oneLine } from '../text.ts';
import { Heading, Scroll } from './parts.tsx';

/** What the target chose where the standard leaves the choice open. */
export function Observations({ observations }: { readonly observations: JsonObject }) {
  const entries = Object.entries(observations);
  if (entries.length === 0) return null;
  return (
    <section id="observations">
      <Heading title="Observations" amount={entries.length} noun="observation" />
      <p class="lead">What this target does where the standard leaves the choice open. No judgement.</p>
      <Scroll kind="scroll" label="Observations">
        <table>
          <thead>
            <tr>
              <th scope="col">Observation</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(([name, value]) => (
              <tr>
                <th scope="row">
                  <code>{oneLine(name)}</code>
                </th>
                <td>
                  <code>{clip(oneLine(JSON.stringify(value)), 2000)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
