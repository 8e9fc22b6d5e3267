import { afterAll, inject } from 'vitest';
import { defineChecks, summarise } from './define.ts';
import { workerChannel } from './progress.ts';
import { Session } from './session.ts';

const plan = inject('plan');
const session = new Session(plan);
const channel = workerChannel(plan.target.name, (reason) => session.abandon(reason));
session.onRequest = channel.onRequest;

// biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures a hook wants off this pattern; it wants none.
afterAll(async ({}, file) => {
  await session.close();
  channel.close(session.requests);
  file.meta.session = summarise(session);
}, 0);

defineChecks(session);
