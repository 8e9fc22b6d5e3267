import type { JsonObject } from '../../scim/json.ts';
import { CORE_USER } from '../../scim/urns.ts';
import type { Provider, Steps } from '../steps.ts';
import { idOf } from '../store.ts';
import type { Overrides, VariationTable } from './variation.ts';

/** The people of somebody else who uses the same provider. */
class Neighbours {
  readonly #steps: Steps;
  readonly #provider: Provider;
  readonly #ids: string[] = [];
  #hired = 0;

  constructor(steps: Steps, provider: Provider) {
    this.#steps = steps;
    this.#provider = provider;
  }

  /** Creates a user as his own client would. */
  hire(): void {
    const [type] = this.#provider.types;
    if (type === undefined) return;
    const number = ++this.#hired;
    const body = {
      schemas: [CORE_USER],
      userName: `Neighbour.${number}@neighbours.example.com`,
      displayName: `Neighbour ${number}`,
      active: number % 7 !== 0,
      emails: [{ value: `n${number}@neighbours.example.com`, type: 'work', primary: true }],
    };
    this.#put(this.#steps.stamp(this.#steps.settle(body, type, null), type, null));
  }

  /** Changes the oldest user, dismisses the next, or hires another. */
  move(turn: number): void {
    if (turn % 3 === 0) this.hire();
    else this.#meet(turn);
  }

  #meet(turn: number): void {
    const id = this.#ids.shift();
    const [type] = this.#provider.types;
    const user = id === undefined ? undefined : this.#provider.store.get('User', id);
    if (user === undefined || type === undefined) return;
    if (turn % 3 === 1) this.#steps.remove(user, type);
    else this.#put(this.#steps.stamp({ ...user, title: `Title ${turn}` }, type, user));
  }

  #put(user: JsonObject): void {
    this.#provider.store.put('User', idOf(user), user);
    this.#ids.push(idOf(user));
  }
}

/** Overrides of a provider with so many strangers; one of them changes at each so-manyth request, never for 0. */
const shared =
  (count: number, pace: number): Overrides =>
  (steps, provider) => {
    const neighbours = new Neighbours(steps, provider);
    for (let hired = 0; hired < count; hired++) neighbours.hire();
    let requests = 0;
    return {
      admit: (head) => {
        steps.admit(head);
        requests++;
        if (pace > 0 && requests % pace === 0) neighbours.move(requests / pace);
      },
    };
  };

/** Others who use the same provider. */
export const NEIGHBOURS = {
  'strangers-present': {
    title: '300 users of somebody else are there',
    permittedBy: 'RFC7644-3.4.2',
    overrides: shared(300, 0),
  },
  'strangers-moving': {
    title: 'users of somebody else come, change and go at every third request',
    permittedBy: 'RFC7644-3.4.2.4',
    overrides: shared(60, 3),
  },
  'few-strangers-moving-slowly': {
    title: 'two users of somebody else are there, one of whom changes at every eleventh request',
    permittedBy: 'RFC7644-3.4.2.4',
    overrides: shared(2, 11),
  },
} as const satisfies VariationTable;
