import type { Listed, Listing } from '../../kit/index.ts';
import { InputRefused, idsOf } from '../../kit/index.ts';
import { firstDisorder } from '../sorting/order.ts';

/** What a list is sorted by. */
export interface Order {
  readonly sortBy: string;
  readonly sortOrder: 'ascending' | 'descending';
}

/**
 * Judges that results are sorted by their name, asked for in another way than a plain query.
 * @param ask asks for results, and gives their ids and the last list of them
 * @param plainly asks for the same by a plain query: where those are not sorted either, other checks judge that
 */
export async function judgeSorted(
  listing: Listing,
  descending: boolean,
  ask: (order: Order) => Promise<{ readonly ids: readonly string[]; readonly list: Listed }>,
  plainly: (order: Order) => Promise<Listed>,
): Promise<void> {
  const { c, rule, set } = listing;
  // Whether filters may ask for it makes no difference to sorting.
  const all = [...set.operands, ...set.failing, ...set.refused];
  const operand = all.find(({ path }) => ['userName', 'displayName'].includes(path.attribute));
  if (operand === undefined) return;
  const order = {
    sortBy: operand.path.attribute,
    sortOrder: descending ? 'descending' : 'ascending',
  } as const;
  const { ids, list } = await ask(order);
  const at = firstDisorder(ids, set, operand, descending);
  if (at >= 0) {
    const plain = await plainly(order);
    if (firstDisorder(idsOf(plain.resources), set, operand, descending) >= 0)
      throw new InputRefused('cannot judge: a plain query is not sorted either', plain.response);
  }
  c.judge(rule, at < 0, () =>
    listing.complaint(list, {
      deviation: 'order',
      what: listing.name,
      says: `is not sorted by ${order.sortBy}, ${order.sortOrder}`,
      attribute: order.sortBy,
      wanted: 'the order that was asked for, as in a plain query',
      got: `result ${at + 2} belongs before result ${at + 1}`,
    }),
  );
}
