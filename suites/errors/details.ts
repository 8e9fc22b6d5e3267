import type { CheckEntry } from '../../kit/index.ts';
import { NotOffered, resourcePath, stringMember } from '../../kit/index.ts';

/** What programs say when they fail: places in their code, and words of their databases. */
const INSIDES =
  /(?:^|\n)\s*at \S.*[:(]\d+|Traceback \(most recent call last\)|Exception in thread|\.(?:java|cs|py|php|rb|go|[jt]s):\d+|SQLSTATE|ORA-\d{5}|syntax error at or near|ER_[A-Z_]{6,}|E11000/;

/** The `detail` of errors is for people who use the target, not for those who wrote it (RFC 7644 §3.12). */
export const details: readonly CheckEntry[] = [
  {
    name: 'tell-no-insides',
    title: 'The detail of an error says what is wrong with the request, and nothing of the program behind it',
    requirements: ['RFC7644-3.12-error-body'],
    run: (t) =>
      t.once(async (c) => {
        const { endpoint } = t.session.userType;
        let errors = 0;
        const ask = { method: 'GET', path: endpoint } as const;
        const post = { method: 'POST', path: endpoint } as const;
        const unknown = resourcePath(endpoint, `${c.marker()}'unknown`);
        for (const request of [
          { ...ask, path: unknown, purpose: 'ask for an id that nobody has' },
          {
            ...ask,
            query: { filter: "userName eq 'a" },
            purpose: 'send a broken filter',
            wellFormed: false as const,
          },
          { ...post, rawBody: '{"schemas":', purpose: 'send half a body' },
          { ...post, rawBody: '[]', purpose: 'send an array' },
        ]) {
          const answer = await c.send(request);
          if (answer.status < 400) continue;
          errors++;
          const detail = stringMember(answer.error ?? undefined, 'detail') ?? answer.whole.text;
          c.advise('RFC7644-3.12-error-body', !INSIDES.test(detail), () => ({
            deviation: 'disclosed',
            what: `the error that answers a request to ${request.purpose}`,
            says: 'shows the inside of the target',
            attribute: 'detail',
            wanted: 'a detail that says what is wrong with the request',
            got: detail.slice(0, 300),
            hint: 'Exceptions are written into the answer; they help attackers, and not those who ask.',
            answer,
          }));
        }
        if (errors === 0) throw new NotOffered('the target refuses none of these requests');
      }),
  },
];
