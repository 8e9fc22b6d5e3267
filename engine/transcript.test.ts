import { expect, test } from 'vitest';
import { sampleExchange } from '../reporters/fixtures/sample-report.ts';
import { TranscriptRecorder, within } from './transcript.ts';

const CONTEXT = { baseUrl: 'https://scim.example.com/v2', markerPrefix: 'scabc123' };
const get = (path: string) =>
  sampleExchange({
    request: { method: 'GET', url: `https://scim.example.com/v2${path}`, headers: {}, body: null },
  });

test('keeps the experiment with the lowest place, whichever ends first', () => {
  const recorder = new TranscriptRecorder();
  recorder.offer('a/b', [0, 10], [get('/third')]);
  recorder.offer('a/b', [0, 9], [get('/second')]);
  recorder.offer('a/b', [0, 0, 5], []);
  recorder.offer('a/b', [0, 1], [get('/first')]);
  recorder.offer('a/b', [1, 0], [get('/last')]);
  recorder.offer('a/a', [0], [get('/other')]);
  const transcripts = recorder.report(CONTEXT);
  expect(Object.keys(transcripts)).toEqual(['a/a', 'a/b']);
  expect(transcripts['a/b']).toMatchObject({ place: '0.1', exchanges: [{ request: { path: '/first' } }] });
});

test('knows the ids of all checks', () => {
  const recorder = new TranscriptRecorder();
  recorder.offer('a/b', [0], [get('/Users/manager-1')]);
  recorder.created('manager-1');
  expect(recorder.report(CONTEXT)['a/b']?.exchanges[0]?.request.path).toBe('/Users/{id}');
});

test('keeps as many exchanges of every check as the budget allows', () => {
  const recorder = new TranscriptRecorder();
  for (const id of ['a/1', 'a/2'])
    recorder.offer(
      id,
      [0],
      Array.from({ length: 8 }, () => get('/Users')),
    );
  const whole = recorder.report(CONTEXT);
  const size = JSON.stringify(whole).length;
  const kept = (budget: number) =>
    Object.values(within(budget, whole)).map(({ exchanges }) => exchanges.length);
  expect(kept(size)).toEqual([8, 8]);
  expect(kept(size / 2)).toEqual([3, 3]);
  expect(kept(10)).toEqual([]);
});
