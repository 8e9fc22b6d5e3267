import { describe, expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import { Case } from '../engine/case.ts';
import { MUST, type Respond, sessionFor } from '../engine/fixtures/session.ts';
import { userSubject } from '../engine/subject.ts';
import { SetupFailure } from '../engine/violation.ts';
import type { WireRequest } from '../http/transport.ts';
import { KeptPlay } from './kept-play.ts';

const USER = { userName: 'ada', displayName: 'Ada', title: 'Engineer', externalId: 'a' };

/** A play on a target that answers GET with what was created last, without title and with another displayName. */
function playOn(refuses: (request: WireRequest) => boolean) {
  let stored = {};
  const respond: Respond = (request) => {
    if (request.method === 'POST' && refuses(request)) return { status: 400, headers: {}, text: '{}' };
    if (request.method === 'POST') stored = { ...JSON.parse(request.body ?? ''), id: '1' };
    const shown = { ...stored, title: undefined, displayName: 'Eve' };
    return { status: request.method === 'POST' ? 201 : 200, headers: {}, text: JSON.stringify(shown) };
  };
  const { session } = sessionFor(respond, { application: loadApplication('alvao') });
  return KeptPlay.begin(new Case(session, [MUST]), userSubject(session), MUST, USER);
}

describe('a play that knows what was sent', () => {
  test('keeps what came back as it was sent', async () => {
    const { kept } = await playOn(() => false);
    expect(kept.map(({ text }) => text)).toEqual(['userName', 'externalId']);
  });

  test('does with what is required alone where the whole is refused', async () => {
    const { sent } = await playOn(({ body }) => String(body).includes('Engineer'));
    expect(sent).not.toHaveProperty('title');
  });

  test('cannot begin where that is refused as well', async () => {
    await expect(playOn(() => true)).rejects.toThrow(SetupFailure);
  });
});
