import { expect, test } from 'vitest';
import { ERRATA } from './errata.ts';
import { EXCLUSIONS } from './exclusions.ts';
import {
  citation,
  findRequirement,
  REQUIREMENTS,
  type RequirementId,
  reportRequirement,
  reportRequirements,
  requirement,
  sectionUrl,
} from './index.ts';

test('ids are unique and say where a requirement comes from', () => {
  const ids = REQUIREMENTS.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const wellFormed = /^(RFC(7643|7644|9865)-\d+(\.\d+)*-[a-z][a-z0-9-]*|[EO]-\d{3}|APP-[a-z]+)$/;
  expect(ids.filter((id) => !wellFormed.test(id))).toEqual([]);
});

test('a selection by section meets that section alone or what lies below it', () => {
  const wrong = REQUIREMENTS.filter(({ id, section }) => section !== null && !id.includes(`-${section}-`));
  expect(wrong).toEqual([]);
});

test('statements and reasons are whole sentences, short enough for a line of a report', () => {
  const texts = REQUIREMENTS.flatMap(({ id, statement, untestable }) =>
    [statement, ...(untestable === null ? [] : [untestable])].map((text) => ({ id, text })),
  );
  expect(
    texts.filter(({ text }) => !text.endsWith('.') || text.length >= 200 || text !== text.trim()),
  ).toEqual([]);
});

test('line ranges run forward, and all of RFC 7643 and RFC 7644 have one', () => {
  const wrong = REQUIREMENTS.filter(({ id, lines }) =>
    lines === null ? /^RFC764/.test(id) : lines[0] < 1 || lines[1] < lines[0],
  );
  expect(wrong).toEqual([]);
  expect(EXCLUSIONS.filter(({ lines: [from, to] }) => to < from)).toEqual([]);
});

test('a MUST and a row of the application table fail, a SHOULD and a MAY warn', () => {
  const gates = {
    MUST: ['fail'],
    APPLICATION: ['fail'],
    SHOULD: ['warn'],
    MAY: ['warn'],
    ENTRA: ['fail', 'warn'],
  };
  expect(REQUIREMENTS.filter(({ level, gate }) => !gates[level].includes(gate))).toEqual([]);
});

test('every rule of the clients is in the catalogue, none left out', () => {
  const numbers = (prefix: string) =>
    REQUIREMENTS.filter(({ id }) => id.startsWith(prefix)).map(({ id }) => Number(id.slice(2)));
  expect(numbers('E-')).toEqual(Array.from({ length: 160 }, (_, index) => index + 1));
  expect(numbers('O-')).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
});

test('errata are listed once and name requirements of the catalogue', () => {
  expect(new Set(ERRATA.map(({ id }) => id)).size).toBe(ERRATA.length);
  for (const { rfc, requirements } of ERRATA) {
    expect(requirements.length).toBeGreaterThan(0);
    for (const id of requirements) expect(requirement(id).id.slice(0, 7)).toBe(rfc);
  }
});

test('citations say where a requirement is written', () => {
  const cited = (id: RequirementId) => citation(requirement(id), 'ALVAO');
  expect(cited('RFC7644-3.3-created')).toBe('RFC 7644 §3.3');
  expect(cited('RFC9865-2-last-page')).toBe('RFC 9865 §2');
  expect(cited('E-045')).toBe('Entra rule E-045');
  expect(cited('O-006')).toBe('Okta rule O-006');
  expect(cited('APP-filterable')).toBe('ALVAO attribute table');
  expect(reportRequirement(requirement('RFC7643-3.1-id'), 'ALVAO').url).toBe(
    'https://www.rfc-editor.org/rfc/rfc7643#section-3.1',
  );
  expect(reportRequirement(requirement('E-132'), 'ALVAO').url).toBe(
    'https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups',
  );
  expect(reportRequirement(requirement('APP-filterable'), 'ALVAO').url).toBeNull();
  const pages = REQUIREMENTS.filter(({ id }) => id.startsWith('E-')).map((one) => sectionUrl(one));
  expect(pages.filter((page) => page !== null).length).toBeGreaterThan(130);
  expect(
    pages.every((page) => page === null || /^https:\/\/(learn\.microsoft|github)\.com\//.test(page)),
  ).toBe(true);
});

test('an id that the catalogue does not have does not compile', () => {
  // @ts-expect-error the slug is missing
  expect(() => requirement('RFC7644-3.3')).toThrow('no requirement RFC7644-3.3');
  // @ts-expect-error misspelt
  expect(findRequirement('RFC7644-3.3-craeted' satisfies RequirementId)).toBeNull();
});

test('an id from outside is looked up', () => {
  expect(findRequirement('RFC7644-3.3-created')?.section).toBe('3.3');
  expect(findRequirement('RFC7644-3.3')).toBeNull();
  const reported = reportRequirements(['E-045', 'RFC7644-0-gone'], 'ALVAO');
  expect(Object.keys(reported)).toEqual(['E-045']);
});
