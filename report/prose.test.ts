import { describe, expect, test } from 'vitest';
import { DEVIATIONS } from './finding.ts';
import { gotWords, sentence, type Told, wantedWords } from './prose.ts';

const told = (changes: Partial<Told>): Told => ({
  deviation: 'differs',
  attribute: 'title',
  what: 'title',
  when: null,
  says: null,
  wanted: 'Dr',
  got: 'dr',
  status: 200,
  scimType: null,
  detail: null,
  ...changes,
});

describe('a sentence', () => {
  test('says in which circumstances, of what, and how it departs', () => {
    expect(sentence(told({ when: 'after a PATCH that replaces it' }))).toBe(
      'after a PATCH that replaces it, title is in small letters',
    );
  });

  test('has words of its own where the deviation alone does not say it', () => {
    expect(sentence(told({ says: 'comes back as a number' }))).toBe('title comes back as a number');
  });

  test('tells a refusal in the words of the target', () => {
    const refused = {
      deviation: 'answered',
      what: 'a PATCH',
      status: 400,
      scimType: 'invalidPath',
      detail: 'No.',
    } as const;
    expect(sentence(told(refused))).toBe('a PATCH is answered with 400 (invalidPath: No.)');
  });

  test('has the article that a type asks for', () => {
    expect(sentence(told({ what: 'creating a Entitlement', says: 'fails' }))).toBe(
      'creating an Entitlement fails',
    );
    expect(sentence(told({ what: 'a URN', says: 'is unknown' }))).toBe('a URN is unknown');
  });

  test.each(DEVIATIONS)('can be made of the deviation "%s" alone', (deviation) => {
    const text = sentence(told({ deviation }));
    expect(text).toMatch(/^title \w+/);
    expect(text).not.toMatch(/undefined|null|\[object/);
  });
});

describe('what was wanted and what came', () => {
  test('are values where an attribute is compared', () => {
    expect([wantedWords(told({})), gotWords(told({}))]).toEqual(['title = "Dr"', 'title = "dr"']);
    expect(gotWords(told({ deviation: 'missing', got: null }))).toBe('no title');
  });

  test('are words elsewhere, and the answer where nothing else is said', () => {
    const refused = told({ deviation: 'answered', wanted: '200 or 204', got: null, status: 501 });
    expect([wantedWords(refused), gotWords(refused)]).toEqual(['200 or 204', '501']);
  });
});
