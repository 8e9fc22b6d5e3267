import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sampleCheck, sampleFinding } from '../fixtures/sample-report.ts';
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
  time = 1200;
  progress.check(
    sampleCheck('b/1', { verdict: 'fail', message: 'title ##[error]is\u001b[2J lost\n::error::' }),
  );
  progress.check(sampleCheck('a/2', { verdict: 'skip' }));
  time = 2500;
  progress.suiteEnd('a');
  progress.suiteEnd('a');
  progress.suiteEnd('never started');
  progress.requests(40);
  progress.stop();
  expect(sink.text.split('\n')).toEqual([
    'ALVAO: testing staging\\u001b[2J, 8 checks, at most 30 min',
    '✗ fail title ## [error]is\\u001b[2J lost ::error:: (b/1, 1.2 s)',
    '- a  ✓ 1 pass  - 1 skip  ✗ 0 fail  2.5 s',
    '✗ b  ✓ 0 pass  ✗ 1 fail  2.5 s',
    '40 requests in 2.5 s',
    '',
  ]);
});

test('on a terminal, a live block with counts, requests and time left, which disappears at the end', async () => {
  const sink = new Sink();
  let time = 0;
  const progress = await createProgress(sink, { isTTY: true, columns: 80, color: false, now: () => time });
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

const lost = (id: string) =>
  sampleCheck(id, {
    verdict: 'fail',
    violated: 'R',
    message: `title of ${id} is lost`,
    finding: sampleFinding({ attribute: 'title', what: 'title', wanted: 'x' }),
  });

test('a finding is told above the live block the moment it is known, wrapped to the terminal', async () => {
  const sink = new Sink();
  const progress = await createProgress(sink, { isTTY: true, columns: 30, color: false, now: () => 0 });
  progress.start(RUN);
  const before = sink.text.length;
  progress.check(lost('a/1'));
  const drawn = stripVTControlCharacters(sink.text.slice(before));
  expect(drawn).toContain('✗ fail title of a/1 is lost\n  (a/1, 0 ms)\n');
  expect(drawn.indexOf('1/8 checks')).toBeGreaterThan(drawn.indexOf('(a/1, 0 ms)'));
});

test('a terminal whose size is not known gets plain lines', async () => {
  for (const columns of [undefined, 0]) {
    const sink = new Sink();
    const progress = await createProgress(sink, { isTTY: true, columns, color: false, now: () => 0 });
    progress.start(RUN);
    progress.check(lost('a/1'));
    expect(sink.text.split('\n').slice(1)).toEqual(['✗ fail title of a/1 is lost (a/1, 0 ms)', '']);
  }
});

test('of several targets each finding says whose it is, and each has its own causes', async () => {
  const sink = new Sink();
  const progress = await createProgress(sink, { isTTY: false, now: () => 0 });
  progress.start(RUN);
  progress.check(lost('a/1'), 'staging');
  progress.check(lost('a/1'), 'production');
  expect(sink.text.split('\n').slice(1)).toEqual([
    '✗ fail staging: title of a/1 is lost (a/1, 0 ms)',
    '✗ fail production: title of a/1 is lost (a/1, 0 ms)',
    '',
  ]);
});

test('what is told while a check goes on is not told again when it ends, and counts once', async () => {
  const sink = new Sink();
  const progress = await createProgress(sink, { isTTY: false, now: () => 0 });
  progress.start(RUN);
  progress.finding(lost('a/1'));
  progress.check({ ...lost('a/1'), message: 'title is lost' });
  progress.suiteEnd('a');
  expect(sink.text.split('\n').slice(1)).toEqual([
    '✗ fail title of a/1 is lost (a/1, 0 ms)',
    '✗ a  ✓ 0 pass  ✗ 1 fail  0 ms',
    '',
  ]);
});
