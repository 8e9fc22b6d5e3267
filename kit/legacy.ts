import { howItDiffers } from '../report/how-it-differs.ts';
import { shown } from './answers.ts';
import type { Difference } from './readback.ts';

/** A difference as a complaint: what is wrong with the first, and which other attributes share it. @throws RangeError without one */
export function complaint(
  difference: Difference | undefined,
  from: string,
  what: string,
  all: readonly Difference[],
): { message: string; expected: string; actual: string } {
  if (difference === undefined) throw new RangeError('there is no difference to complain about');
  const others = all.filter((d) => d !== difference).map((d) => d.attribute.text);
  const also = others.length === 0 ? '' : ` (and so do ${others.join(', ')})`;
  return {
    message: `${difference.attribute.text} ${what} from ${from}${inWords(difference)}${also}`,
    expected: `${difference.attribute.text} = ${shown(difference.sent)}`,
    actual:
      difference.got === undefined ? 'no value' : `${difference.attribute.text} = ${shown(difference.got)}`,
  };
}

/** How the value differs, where there is more to say than the message does. */
function inWords({ kind, sent, got }: Difference): string {
  const words = howItDiffers(sent, got);
  return kind === 'lost' || kind === 'type' || words === 'is another value' ? '' : `: it ${words}`;
}
