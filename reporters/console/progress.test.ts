import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sampleCheck } from '../fixtures/sample-report.ts';
import { createProgress } from './progress.ts';

class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void) {
    this.text += chunk.toString();
    done();
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const RUN = { target: 'staging\u001b[2J', application: 'ALVAO', total: 8, limit: 1_800_000 };

test('in a log, one line per finished suite, whatever the order of the checks', async () => {
  const sink = new Sink();
  let time = 0;
  const progress = await createProgress(sink, { isTTY: false, now: () => time });
  progress.start(RUN);
  progress.check(sampleCheck('a/1'));
  progress.check(sampleCheck('b/1', { verdict: 'fail' }));
  progress.check(sampleCheck('a/2', { verdict: 'skip' }));
  time = 2500;
  progress.suiteEnd('a');
  progress.suiteEnd('a');
  progress.suiteEnd('never started');
  progress.requests(40);
  progress.stop();
  expect(sink.text.split('\n')).toEqual([
    'ALVAO: testing staging\\u001b[2J, 8 checks, at most 30 min',
    '- a  ✓ 1 pass  - 1 skip  ✗ 0 fail  2.5 s',
    '✗ b  ✓ 0 pass  ✗ 1 fail  2.5 s',
    '40 requests in 2.5 s',
    '',
  ]);
});

test('on a terminal, a live block with counts, requests and time left, which disappears at the end', async () => {
  const sink = new Sink();
  let time = 0;
  const progress = await createProgress(sink, { isTTY: true, color: false, now: () => time });
  progress.start(RUN);
  for (const id of ['a/1', 'a/2', 'a/3', 'b/1']) progress.check(sampleCheck(id));
  progress.requests(1200);
  time = 4000;
  vi.advanceTimersByTime(150);
  const drawn = stripVTControlCharacters(sink.text);
  expect(drawn).toContain('ALVAO  staging\\u001b[2J');
  expect(drawn).toContain('████████████░░░░░░░░░░░░  4/8 checks  b');
  expect(drawn).toContain('✓ 4 pass  ✗ 0 fail');
  expect(drawn).toContain('1,200 requests, 4.0 s, about 4.0 s left, at most 30 min');
  progress.stop();
  const after = sink.text.length;
  vi.advanceTimersByTime(1000);
  expect(sink.text).toHaveLength(after);
});
