import type { Cell, Comparison, LayerSummary } from '../../report/comparison.ts';
import type { Verdict } from '../../report/report.ts';
import { clip, count, oneLine } from '../text.ts';

/** The comparison in one sentence: "Different: 3 of 162 checks and 2 of 160 requirements differ". */
export function headline({ verdict, summary, failOn }: Comparison): string {
  const { checks, requirements, observations, answers } = summary;
  const verdicts = [amount(checks, 'check'), amount(requirements, 'requirement')].flat();
  const choices = [
    amount(observations, 'observation'),
    answers.different === 0 ? [] : [count(answers.different, 'answer')],
  ].flat();
  if (verdict === 'different') return `Different: ${differ(verdicts)}`;
  if (verdicts.length + choices.length === 0) return 'Equal: nothing differs';
  return `Equal at the gated level (${failOn}): ${differ([...verdicts, ...choices])}`;
}

function amount({ compared, different }: LayerSummary, noun: string): readonly string[] {
  return different === 0 ? [] : [`${different} of ${count(compared, noun)}`];
}

function differ(parts: readonly string[]): string {
  const single = parts.length === 1 && parts[0]?.startsWith('1 ') === true;
  const listed = parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return `${listed} ${single ? 'differs' : 'differ'}`;
}

/** A cell in a few harmless words. */
export function cellText(cell: Cell, limit = 200): string {
  if (cell === null) return 'not compared';
  return 'absent' in cell ? 'absent' : clip(oneLine(JSON.stringify(cell.value)), limit);
}

/** A verdict, or that the report has none. */
export function verdictText(verdict: Verdict | null): string {
  return verdict ?? 'not judged';
}

/** Which targets have which value, the most frequent value first: "pass: staging, test · fail: production". */
export function grouped(texts: readonly string[], labels: readonly string[], named = 6): string {
  const groups = new Map<string, string[]>();
  for (const [index, text] of texts.entries()) {
    const members = groups.get(text);
    if (members === undefined) groups.set(text, [labels[index] ?? '']);
    else members.push(labels[index] ?? '');
  }
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([text, members]) => {
      const shown = members.slice(0, named).map(oneLine).join(', ');
      return `${text}: ${shown}${members.length > named ? ` and ${members.length - named} more` : ''}`;
    })
    .join(' · ');
}
