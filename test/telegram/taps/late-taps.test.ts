import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { aRequest } from '../decisions/a-request.ts';
import {
  BEN,
  DAN,
  GROUP,
  type Started,
  type Stores,
  show,
  startGroup,
  TOPIC,
  until,
} from '../edge.ts';

let started: Started;
let simulator: Simulator;
let stores: Stores;
let shown: number;

beforeEach(async () => {
  started = await startGroup();
  ({ simulator, stores } = started);
  shown = await show(aRequest(), { ...started, address: { chatId: GROUP, topicId: TOPIC } });
});

afterEach(() => started.stop());

const outcome = async () => (await stores.approvals.get('ap-1'))?.outcome;

describe('a tap that can no longer be answered, since the bot was down', () => {
  beforeEach(() => {
    const description =
      'Bad Request: query is too old and response timeout expired or query ID is invalid';
    const fault = {
      kind: 'status',
      code: 400,
      description,
      method: 'answerCallbackQuery',
    } as const;
    simulator.world.faults.add({ ...fault, forMs: 60_000 });
  });

  /** Resolves once the bot has tried to answer the tap. */
  const tap = async (personId: number) => {
    const tapping = { chatId: GROUP, messageId: shown, personId };
    simulator.world.tap(tapping).catch(() => {});
    const tried = () =>
      simulator.world.calls.some(({ method }) => method === 'answerCallbackQuery');
    await until(tried);
  };
  const said = () => simulator.world.messages(GROUP).filter(({ messageId }) => messageId !== shown);

  it('and that was forbidden is answered in the chat, to the person who tapped', async () => {
    await tap(DAN);
    await until(() => said().length > 0);
    expect(said()).toMatchObject([
      {
        text: expect.stringMatching(/^Dan: You have no role here/),
        replyTo: shown,
        topicId: TOPIC,
      },
    ]);
    expect(said()[0]?.entities).toContainEqual(
      expect.objectContaining({ type: 'text_mention', offset: 0, length: 3 }),
    );
    expect(await outcome()).toBeUndefined();
  });

  it('and that counted is not answered: the message shows it', async () => {
    await tap(BEN);
    expect((await outcome())?.status).toBe('approved');
    expect(said()).toEqual([]);
  });
});
