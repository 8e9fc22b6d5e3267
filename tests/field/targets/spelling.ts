import { refusal, type Target, when } from './target.ts';

/** Names in these parameters of a query that begin with a schema URI in capitals are passed over, or the query is refused. */
export function takesNoCapitalUrns(parameters: readonly string[], how: 'passed over' | 'refused'): Target {
  const capital = (name: string): boolean => name.trim().startsWith('URN:');
  return when(
    ({ method, query }) =>
      method === 'GET' && parameters.some((name) => (query.get(name) ?? '').split(',').some(capital)),
    ({ query }, provide) => {
      if (how === 'refused') return refusal(400, 'There is no such attribute.', 'invalidPath');
      const understood = new URLSearchParams(query);
      for (const parameter of parameters) {
        const names = (query.get(parameter) ?? '').split(',').filter((name) => name !== '' && !capital(name));
        understood.delete(parameter);
        if (names.length > 0) understood.set(parameter, names.join(','));
      }
      return provide({ query: understood });
    },
  );
}
