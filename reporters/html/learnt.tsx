import type { Learnt } from '../../report/report.ts';
import { learntRows } from '../learnt.ts';
import { clip, oneLine } from '../text.ts';
import { Heading, Scroll } from './parts.tsx';

/** How the target is used, as it was found out before the first check. */
export function LearntSection({ learnt }: { readonly learnt: Learnt | undefined }) {
  const rows = learntRows(learnt);
  if (rows.length === 0) return null;
  return (
    <section id="learnt">
      <Heading title="What was learnt about the target" amount={rows.length} noun="thing" />
      <p class="lead">
        Found out before the first check, and respected by all of them. What of it is against the table or the
        standard is a finding once.
      </p>
      <Scroll kind="scroll" label="What was learnt about the target">
        <table>
          <thead>
            <tr>
              <th scope="col">Resource</th>
              <th scope="col">What it does</th>
              <th scope="col">Attributes</th>
              <th scope="col">What the target says</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ resource, what, paths, quote }) => (
              <tr>
                <th scope="row">{oneLine(resource)}</th>
                <td>{what}</td>
                <td>
                  {paths.map((path) => (
                    <>
                      <code>{clip(oneLine(path), 300)}</code>{' '}
                    </>
                  ))}
                </td>
                <td>{quote === null ? '' : clip(oneLine(quote), 500)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
