// What is answered to callers without the scope `read`, on every route: nothing of what is there but the names that they
// need, what they sent themselves, and the decision that stands.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest, Terms } from '../../../src/approvals/approval.ts';
import { requestOf } from '../../../src/approvals/requests/request.ts';
import type { TokenScope } from '../../../src/audience/tokens.ts';
import { describe as meaningOf } from '../../../src/event/event-types.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startRouted();
});
afterEach(() => port.stop());

/** What is asked is opened at once. */
async function startRouted(): Promise<HttpApi> {
  const port = await startHttpApi();
  port.memory.feed.follow((entries) => {
    for (const { event } of entries) {
      if (!meaningOf(event).request) continue;
      port.approvals.open(requestOf(event, { kind: 'no_file' }, systemClock.now()));
    }
  });
  return port;
}

/** In all that is there. */
const THERE = 'PRIVATE';
const MARKED = /PRIVATE[-\w]*/g;
/** In what was decided, which a decision of others may be answered with. */
const DECIDED = 'standing-decision';

const WORLDS = {
  open: () => put(),
  several: () => put({}, { required: 3 }),
  'voted on': async () => {
    const one = put({}, { required: 3 });
    await port.approvals.step(voteStep(one, aVote(`${THERE}-voter`)));
  },
  decided: async () => {
    const one = put();
    const by = { id: '7001', name: DECIDED, via: 'telegram' } as const;
    await port.approvals.step(voteStep(one, { ...aVote('7001'), by, reason: DECIDED }));
  },
  changed: () => {
    put();
    put({ eventId: 'e-2', action: `${THERE}-again` });
  },
  ambiguous: () => {
    put();
    put({ key: 'k-2', projectId: 'c' });
    for (const projectId of ['a', 'c']) port.board.put(aJob({ ...JOB, projectId }));
  },
  /** By others, in the very words. */
  'asked and decided': async () => {
    const body = { ...ASKED, ...MINE, ...OTHERS };
    await port.send('POST', '/api/v1/approvals', { token: 'publisher', body });
    const [one] = await port.approvals.find('ap-1');
    if (one !== undefined) await port.approvals.step(voteStep(one, aVote(THERE)));
  },
  'with reasons': () => put({}, { reasonRequired: 'both' }),
  'for others': () => put({}, { approvers: { roles: [], users: [`${THERE}-7001`] } }),
  nothing: () => {},
} as const;

const ASKED = { approval_id: 'ap-1', project_id: 'a' };
const MINE = { action: 'mine', scope: 'mine', context: { of: 'mine' } };
const OTHERS = { requested_by: { name: THERE }, reason: 'mine' };
const JOB = { id: 'j-1', title: THERE, sessionId: THERE } as const;

function put(fields: Partial<ApprovalRequest> = {}, terms: Partial<Terms> = {}) {
  const texts = { scope: THERE, action: THERE, reason: THERE, title: THERE, sessionId: THERE };
  const one = {
    ...aRequest('ap-1', { ...texts, projectId: 'a', jobId: 'j-1', context: { of: THERE } }, terms),
    key: 'k-1',
    requestedBy: { id: THERE, name: THERE },
    ...fields,
  };
  port.approvals.open(one);
  port.board.put(aJob({ ...JOB, projectId: 'a' }));
  return { request: one, votes: [], revision: 0 };
}

interface Call {
  readonly world: keyof typeof WORLDS;
  readonly route: string;
  readonly scopes: readonly TokenScope[];
  readonly body?: unknown;
  readonly status: number;
}

const DECISION = 'POST /api/v1/approvals/:id/decision';
const decides = (world: Call['world'], status: number, body: object = {}): Call => {
  const wanted = { decision: 'approve', ...body };
  return { world, route: DECISION, scopes: ['decide'], body: wanted, status };
};
const asks = (world: Call['world'], status: number, body: object = {}): Call => {
  const wanted = { ...ASKED, ...body };
  return { world, route: 'POST /api/v1/approvals', scopes: ['publish'], body: wanted, status };
};
const publishes = (world: Call['world'], status: number, body: object): Call => {
  const event = { project_id: 'a', job_id: 'j-1', data: { approval_id: 'ap-1' }, ...body };
  return { world, route: 'POST /api/v1/events', scopes: ['publish'], body: event, status };
};
const publishesVote = (world: Call['world'], status: number, body: object = {}): Call => ({
  ...publishes(world, status, { event_type: 'job.approved', ...body }),
  scopes: ['publish', 'decide'],
});
const JOB_EVENTS = 'POST /api/v1/jobs/:id/events';

const CALLS: readonly Call[] = [
  decides('open', 200),
  decides('several', 202),
  decides('voted on', 202),
  decides('decided', 409),
  decides('changed', 409, { version: 1 }),
  decides('ambiguous', 409),
  decides('with reasons', 422),
  decides('for others', 403),
  decides('nothing', 404),
  asks('open', 422, { action: 'other' }),
  asks('asked and decided', 201, { ...MINE, reason: 'mine' }),
  asks('nothing', 201, MINE),
  publishes('for others', 422, { event_type: 'job.approval_withdrawn' }),
  publishes('open', 422, { event_type: 'job.approval_needed' }),
  publishes('open', 202, { event_type: 'job.progress' }),
  publishesVote('decided', 409),
  publishesVote('with reasons', 422),
  publishesVote('for others', 403),
  publishesVote('ambiguous', 422, { project_id: undefined }),
  publishesVote('several', 202),
  {
    ...{ world: 'open', route: JOB_EVENTS, scopes: ['publish'] },
    ...{ body: { type: 'gate_pause', stage: 'x', payload: {} }, status: 202 },
  },
  {
    ...{ world: 'ambiguous', route: JOB_EVENTS, scopes: ['publish'] },
    ...{ body: { type: 'stage_started', stage: 'x', payload: {} }, status: 404 },
  },
  {
    ...{ world: 'ambiguous', route: 'POST /api/v1/jobs/:id/logs', scopes: ['publish'] },
    ...{ body: { lines: ['x'] }, status: 409 },
  },
  { world: 'open', route: 'DELETE /api/v1/standing/:id', scopes: ['decide'], status: 404 },
];

/** They are about whoever asks, or for admins of everything. */
const WITHOUT_CONTENTS = [
  ...['POST /api/v1/session', 'DELETE /api/v1/session', 'POST /api/v1/tickets'],
  ...['POST /api/v1/tokens', 'DELETE /api/v1/tokens/:id'],
  ...['POST /api/v1/dead-letters/:id/retry', 'DELETE /api/v1/dead-letters/:id'],
];

const SCOPES: readonly (readonly TokenScope[])[] = [
  ['publish'],
  ['decide'],
  ['metrics'],
  ['publish', 'decide'],
];

async function tokenWith(...scopes: readonly TokenScope[]): Promise<string> {
  const isLimited = !scopes.includes('metrics');
  const of = { name: 'caller', userId: '9001', ...(isLimited ? { projects: ['a', 'c'] } : {}) };
  return (await port.tokens.create({ ...of, scopes })).secret;
}

async function answerTo({ route, body }: Call, token: string) {
  const [method = '', path = ''] = route.split(' ');
  const wanted = path.replace(/:id/, path.includes('approvals') ? 'ap-1' : 'j-1');
  const response = await port.send(method, wanted, { token, body });
  return { status: response.status, text: await response.text() };
}

describe('an answer to a caller without the scope read', () => {
  it.each(CALLS)('to $route where it is $world has nothing of what is there', async (call) => {
    for (const scopes of SCOPES) {
      await port.stop();
      port = await startRouted();
      await WORLDS[call.world]();
      const { status, text } = await answerTo(call, await tokenWith(...scopes));
      const may = call.scopes.every((scope) => scopes.includes(scope));
      if (may) expect([status, text]).toEqual([call.status, expect.any(String)]);
      const sent = new Set(JSON.stringify(call.body ?? '').match(MARKED));
      const shown = (text.match(MARKED) ?? []).filter((word) => !sent.has(word));
      expect(shown, `${scopes}: ${text}`).toEqual([]);
      if (!may || call.status !== 409) expect(text).not.toContain(DECIDED);
    }
  });

  it.each(CALLS.filter(({ status }) => status < 300 || status === 409))(
    'has all of it with that scope: $route where it is $world',
    async (call) => {
      await WORLDS[call.world]();
      const { status, text } = await answerTo(call, await tokenWith('read', ...call.scopes));
      expect(status).toBe(call.status);
      if (text.includes('"key"')) expect(text).toContain('"votes"');
    },
  );

  it.each(['open', 'decided', 'ambiguous'] as const)(
    'is no more on any other route: where it is %s',
    async (world) => {
      await WORLDS[world]();
      const gets = port.server.routes.filter((route) => route.startsWith('GET '));
      for (const scopes of SCOPES) {
        const token = await tokenWith(...scopes);
        for (const route of new Set(gets)) {
          const { text } = await answerTo({ world, route, scopes: [], status: 0 }, token);
          expect(text, `${scopes} ${route}`).not.toMatch(MARKED);
          expect(text, `${scopes} ${route}`).not.toContain(DECIDED);
        }
      }
    },
  );

  it('is tried on every route that changes something', () => {
    const tried = CALLS.map(({ route }) => route);
    const changing = port.server.routes.filter((route) => !/^(?:GET|HEAD) /.test(route));
    expect([...new Set([...tried, ...WITHOUT_CONTENTS])].sort()).toEqual([...changing].sort());
  });
});
