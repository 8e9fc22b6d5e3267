import { describe, expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import type { Plan } from '../engine/plan.ts';
import { announcement, creationsExpected, isLoopback } from './announcement.ts';

const alvao = loadApplication('alvao');
const checks = Array.from({ length: 163 }, (_, n) => `a/${n}`);

const plan = (changes: Partial<Plan> = {}): Plan =>
  ({
    runId: 'abc123',
    effort: 'quick',
    checks,
    cleanup: true,
    readOnly: false,
    application: alvao,
    target: { name: 'staging', url: 'https://scim.example.com/v2' },
    ...changes,
  }) as Plan;

test.each([
  ['https://scim.example.com/v2', false],
  ['http://localhost:8080/scim', true],
  ['http://scim.localhost/', true],
  ['http://127.1.2.3/', true],
  ['http://[::1]:80/', true],
  ['http://127.0.0.1.example.com/', false],
  ['http://localhost.example.com/', false],
  ['http://10.0.0.1/', false],
])('%s is on this machine: %s', (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});

describe('announcement', () => {
  test('says how much will be created, under which name, and that it goes again', () => {
    expect(announcement(plan())).toBe(
      'staging (https://scim.example.com/v2): up to about 700 users and groups will be created, with scabc123 in their names; each is deleted when it is no longer needed. With --read-only nothing is written.',
    );
  });

  test('knows applications without groups, and --no-cleanup', () => {
    const text = announcement(plan({ application: loadApplication('atea'), cleanup: false }));
    expect(text).toContain('up to about 400 users will be created');
    expect(text).toContain('they stay (--no-cleanup)');
  });

  test.each<[string, Partial<Plan>]>([
    ['with --read-only', { readOnly: true }],
    ['without checks', { checks: [] }],
    ['on this machine', { target: { ...plan().target, url: 'http://127.0.0.1:9/' } }],
  ])('is silent %s', (_, changes) => {
    expect(announcement(plan(changes))).toBeNull();
  });
});

test('one check alone is expected to create some, too', () => {
  expect(creationsExpected({ checks: ['a/1'], effort: 'quick', application: alvao })).toBe(50);
});
