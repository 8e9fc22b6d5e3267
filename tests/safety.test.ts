import { describe, expect, test } from 'vitest';
import { creationsExpected } from '../cli/announcement.ts';
import { selection } from '../cli/selection.ts';
import { loadApplication } from '../config/load-application.ts';
import type { Transport, WireRequest } from '../http/transport.ts';
import { runInProcess } from './support/in-process.ts';

/** Keeps what goes over a transport. */
function watching(sent: WireRequest[]) {
  return (transport: Transport): Transport => ({
    ...transport,
    send: (request) => {
      sent.push(request);
      return transport.send(request);
    },
  });
}

describe('read-only', () => {
  test('nothing but GET is sent, and what cannot be judged so is skipped', async () => {
    const sent: WireRequest[] = [];
    const { results, summary } = await runInProcess({
      application: loadApplication('alvao'),
      readOnly: true,
      through: watching(sent),
    });
    expect(new Set(sent.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')).toEqual([]);
    const judged = results.filter(({ verdict }) => verdict === 'pass');
    expect(judged.length).toBeGreaterThan(40);
    expect(judged.map(({ suite }) => suite)).toContain('discovery');
    expect(results.some(({ reason }) => reason === 'the check writes, and --read-only forbids that')).toBe(
      true,
    );
    expect(summary.leftBehind).toEqual([]);
  });

  test('still finds what reading shows', async () => {
    const { results } = await runInProcess({
      application: loadApplication('alvao'),
      readOnly: true,
      faults: ['filter-no-match-404'],
    });
    expect(results.filter(({ verdict }) => verdict === 'fail').length).toBeGreaterThan(0);
  });
});

test.each(['alvao', 'atea'])('what a run of %s announces is what it creates, at most', async (id) => {
  const application = loadApplication(id);
  const checks = selection({ out: '', cleanup: true }, undefined).map(({ check }) => check.id);
  const sent: WireRequest[] = [];
  await runInProcess({ application, checks, through: watching(sent) });
  const creations = sent.filter(
    ({ method, path }) => method === 'POST' && /^\/(Users|Groups)$/.test(path),
  ).length;
  const expected = creationsExpected({ checks, effort: 'quick', application });
  expect(creations).toBeLessThan(expected * 1.5);
  expect(creations).toBeGreaterThan(expected / 4);
});
