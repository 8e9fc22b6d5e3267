import { defineSuite } from '../kit/index.ts';
import { orders } from './sorting/orders.ts';

/** Sorting, RFC 7644 §3.4.2.3. */
export const sorting = defineSuite(
  {
    name: 'sorting',
    groups: ['rfc'],
    title: 'Results come in the order that was asked for',
  },
  orders,
);
