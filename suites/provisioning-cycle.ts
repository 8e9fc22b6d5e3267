import fc from 'fast-check';
import type { CheckContext, CheckEntry, RequirementId } from '../kit/index.ts';
import { defineSuite, PATCH, SOFT_DELETE } from '../kit/index.ts';
import { Interrupted } from './provisioning-cycle/cycle.ts';
import { inWords, play } from './provisioning-cycle/directory.ts';
import { historyOf, independentChanges, worldOf } from './provisioning-cycle/histories.ts';
import { settingOf } from './provisioning-cycle/setting.ts';

const REPLACE = 'RFC7644-3.5.2.3-replace';
/** The rules that any cycle judges by the way. */
const CYCLE_RULES = [
  'E-044',
  'E-048',
  'E-053',
  'E-064',
  'E-079',
  'E-096',
  'E-106',
  'E-111',
  'E-122',
  'E-124',
  'E-126',
  'E-127',
  'E-129',
  'E-131',
  'E-135',
  'RFC7643-4.2-members',
] as const;

/** Whole cycles of the provisioning service over generated directories. */
export const provisioningCycle = defineSuite(
  {
    name: 'provisioning-cycle',
    groups: ['entra'],
    title: 'Cycle by cycle, the target comes to agree with the source directory',
  },
  [
    check(
      'converges',
      'After every cycle of any history, the target agrees with the directory',
      [REPLACE],
      converges,
    ),
    check('idle-cycle', 'A cycle in which nothing changed sends no write', ['E-052'], idleCycle),
    check(
      'interrupted',
      'A cycle that is interrupted after any request is completed by the next one',
      ['E-017', REPLACE],
      interrupted,
    ),
    check(
      'order',
      'Independent changes lead to the same state in whichever order they arrive',
      [REPLACE],
      order,
    ),
  ],
);

function check(
  name: string,
  title: string,
  rules: readonly [RequirementId, ...RequirementId[]],
  run: CheckEntry['run'],
): CheckEntry {
  return { name, title, requirements: [...rules, ...CYCLE_RULES], needs: [SOFT_DELETE, PATCH], run };
}

/** Histories of the checks that look at one side of cycles only: fewer than of the main one. */
function someHistories(t: CheckContext): number {
  return Math.ceil(t.session.effort.histories / 3);
}

async function converges(t: CheckContext): Promise<void> {
  const setting = await settingOf(t.session);
  const { histories, historyLength } = t.session.effort;
  await t.forAll(
    historyOf(t, setting, Math.ceil(historyLength / 2)),
    async (history, c) => {
      const world = worldOf(c, setting, history);
      const words = inWords(setting.start, history.steps);
      for (const [index, { directory }] of play(setting.start, history.steps).entries()) {
        await world.cycle(directory);
        await world.judge(`after the cycle in which ${words[index]}`, index === words.length - 1);
      }
    },
    { runs: histories, steps: ({ steps }) => inWords(setting.start, steps) },
  );
}

async function idleCycle(t: CheckContext): Promise<void> {
  const setting = await settingOf(t.session);
  await t.forAll(
    historyOf(t, setting, Math.ceil(t.session.effort.historyLength / 2)),
    async (history, c) => {
      const world = worldOf(c, setting, history);
      const played = play(setting.start, history.steps);
      for (const { directory } of played) await world.cycle(directory);
      const writes = await world.cycle(played.at(-1)?.directory ?? setting.start, { everything: true });
      const [first] = writes;
      const count = `${writes.length} ${writes.length === 1 ? 'write' : 'writes'}`;
      c.judge('E-052', first === undefined, () => ({
        deviation: 'count',
        what: 'a cycle in which nothing changed',
        says: `sends ${count}, and so does every one after it`,
        wanted: 'no write',
        got: count,
        answer: first,
        hint:
          first?.exchange.request.method === 'PATCH'
            ? 'GET shows another value than the last PATCH set, so that the same change is found again in every cycle.'
            : undefined,
      }));
    },
    { runs: someHistories(t), steps: ({ steps }) => inWords(setting.start, steps) },
  );
}

async function interrupted(t: CheckContext): Promise<void> {
  const setting = await settingOf(t.session);
  const history = historyOf(t, setting, Math.ceil(t.session.effort.historyLength / 4));
  await t.forAll(
    fc.record({ history, after: fc.integer({ min: 1, max: 5 }) }),
    async ({ history: generated, after }, c) => {
      const world = worldOf(c, setting, generated);
      for (const { directory } of play(setting.start, generated.steps)) {
        try {
          await world.cycle(directory, { interruptAfter: after });
        } catch (error) {
          if (!(error instanceof Interrupted)) throw error;
          await world.cycle(directory);
        }
        await world.judge(`after a cycle that was interrupted at request ${after}, and the next one`, false);
      }
    },
    {
      runs: someHistories(t),
      steps: ({ history: { steps }, after }) => [
        ...inWords(setting.start, steps),
        `every cycle is interrupted at request ${after} and run again`,
      ],
    },
  );
}

async function order(t: CheckContext): Promise<void> {
  const setting = await settingOf(t.session);
  await t.forAll(
    independentChanges(t, setting),
    async (history, c) => {
      for (const changes of [history.changes, history.changes.toReversed()]) {
        const world = worldOf(c, setting, history);
        const played = play(setting.start, [...history.steps, ...changes]);
        for (const { directory } of played.slice(history.steps.length - 1)) await world.cycle(directory);
        const which = changes === history.changes ? 'in one order' : 'in the other order';
        await world.judge(`after independent changes ${which}`, true);
      }
    },
    { runs: someHistories(t), steps: ({ steps, changes }) => inWords(setting.start, [...steps, ...changes]) },
  );
}
