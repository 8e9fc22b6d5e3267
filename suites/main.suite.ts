import { afterAll, inject } from 'vitest';
import { workerChannel } from '../engine/channel.ts';
import { defineChecks, summarise } from '../engine/define.ts';
import { inTellingOrder } from './in-telling-order.ts';
import { openSession } from './open-session.ts';
import { CHECKS } from './registry.ts';

const channel = workerChannel(inject('target'));
const plan = await channel.plan();

if (plan !== null) {
  const session = await openSession(plan, undefined, (opened) => {
    channel.onStop((reason) => opened.abandon(reason));
    opened.onRequest = channel.onRequest;
    opened.onFinding = channel.onFinding;
  });

  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures a hook wants off this pattern; it wants none.
  afterAll(async ({}, file) => {
    await session.close();
    channel.close(session.requests);
    file.meta.session = summarise(session);
  }, 0);

  defineChecks(session, inTellingOrder(CHECKS));
}
