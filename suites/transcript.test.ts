import { expect, test } from 'vitest';
import { sampleExchange } from '../reporters/fixtures/sample-report.ts';
import { TranscriptRecorder } from './transcript.ts';

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
