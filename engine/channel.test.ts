import { afterEach, expect, test, vi } from 'vitest';
import { sampleCheck } from '../reporters/fixtures/sample-report.ts';
import {
  type ControlChannel,
  controlChannel,
  type Hearing,
  type WorkerChannel,
  workerChannel,
} from './channel.ts';
import type { Plan } from './plan.ts';

const plan = (name: string) => ({ target: { name } }) as Plan;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function control(hearing: Partial<Hearing> = {}): ControlChannel {
  const channel = controlChannel({ onRequests: () => {}, onFinding: () => {}, ...hearing });
  closing.push(() => channel.close());
  return channel;
}

function worker(target: string): WorkerChannel {
  const channel = workerChannel(target);
  closing.push(() => channel.close(0));
  return channel;
}

test('a worker that asks before the plans are there gets its own as soon as they are', async () => {
  const channel = control();
  const asked = Promise.all([worker('one').plan(), worker('two').plan()]);
  channel.assign([plan('two'), plan('one')]);
  expect(await asked).toEqual([plan('one'), plan('two')]);
});

test('a worker that asks later gets its plan at once, and one without a plan has nothing to do', async () => {
  const channel = control();
  channel.assign([plan('one')]);
  expect(await Promise.all([worker('one').plan(), worker('two').plan()])).toEqual([plan('one'), null]);
});

test('a worker that begins after the run was stopped hears of it', async () => {
  const channel = control();
  channel.assign([plan('one')]);
  channel.stop('the time is over');
  const late = worker('one');
  const heard = vi.fn();
  late.onStop(heard);
  await late.plan();
  await vi.waitFor(() => expect(heard).toHaveBeenCalledExactlyOnceWith('the time is over'));
});

test('counts of requests come now and then, the last of them whole', async () => {
  const counts: number[] = [];
  control({ onRequests: (target, sent) => void (target === 'one' && counts.push(sent)) });
  const channel = workerChannel('one');
  for (let sent = 1; sent <= 1000; sent++) channel.onRequest(sent);
  channel.close(1000);
  await vi.waitFor(() => expect(counts.at(-1)).toBe(1000));
  expect(counts.length).toBeLessThan(50);
});

test('what a check has found is heard of while it goes on', async () => {
  const onFinding = vi.fn();
  control({ onFinding });
  worker('one').onFinding(sampleCheck('s/a', { verdict: 'fail', message: 'title is lost' }));
  await vi.waitFor(() =>
    expect(onFinding).toHaveBeenCalledExactlyOnceWith(
      'one',
      expect.objectContaining({ id: 's/a', message: 'title is lost' }),
    ),
  );
});
