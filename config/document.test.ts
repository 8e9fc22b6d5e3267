import { describe, expect, it } from 'vitest';
import { parseSource } from './document.ts';
import { UsageError } from './usage-error.ts';

describe('parseSource', () => {
  it('reads JSON with tabs, a byte order mark and escapes, and YAML', () => {
    expect(parseSource('{\n\t"a": [\n\t\t1,\n\t\t"\\ud83d\\ude00"\n\t]\n}', 'a.json').value).toEqual({
      a: [1, '😀'],
    });
    expect(parseSource('\ufeff{"a": null}', 'a.json').value).toEqual({ a: null });
    expect(parseSource('a:\n  - true\n', 'a.yaml').value).toEqual({ a: [true] });
  });

  it('makes __proto__ an own key that changes no prototype', () => {
    const { value } = parseSource('{"__proto__": {"polluted": true}}', 'a.json');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":true}}');
  });

  it('locates keys and values, and the nearest enclosing value of what is absent', () => {
    const document = parseSource('{\n  "a": {\n    "b": [1, 2]\n  }\n}', 'a.json');
    expect(document.locate(['a', 'b'], 'key')).toEqual({ line: 3, column: 5 });
    expect(document.locate(['a', 'b'])).toEqual({ line: 3, column: 10 });
    expect(document.locate(['a', 'b', 1])).toEqual({ line: 3, column: 14 });
    expect(document.locate(['a', 'c', 'd'])).toEqual({ line: 2, column: 8 });
    expect(document.locate([])).toEqual({ line: 1, column: 1 });
  });

  const bomb =
    'a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\ne: [*d,*d,*d,*d]';
  it.each([
    ['{"a": 1\n "b": 2}', 'f:1:7: expected "," or a closing bracket'],
    ['{"a": 1,\n "a": 2}', 'f:2:2: this key occurs twice; keep one of them'],
    ['{"a": [1, 2}', 'f:1:12: expected a closing bracket, or more indentation'],
    ['{"id": 1', 'f:1:9: a bracket, quote, comma or colon is missing here'],
    ['{"a": 1,\n "b" "c"}', 'f:2:6: a bracket, quote, comma or colon is missing here'],
    ['a: 1\n---\nb: 2', 'f:2:1: expected one document, got several; remove the "---" line'],
    ['a: *nothing', 'f: Unresolved alias (the anchor must be set before the alias): nothing'],
    [bomb, 'f: Excessive alias count indicates a resource exhaustion attack'],
  ])('refuses %j', (text, message) => {
    expect(() => parseSource(text, 'f')).toThrow(new UsageError(message));
  });
});
