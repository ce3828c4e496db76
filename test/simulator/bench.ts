// A simulator with some people and chats, and a plain HTTP client for its Bot API.
import { systemClock } from '../../src/runtime/clock.ts';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../src/simulator/simulator.ts';

export const ANA = 1001;
export const BEN = 1002;
/** Somebody whom the bot knows and who never wrote to it. */
export const CLEO = 1003;
/** A forum; topics 7 "Deploys" and 9 "Builds". */
export const FORUM = -1_001_000_000_001;
export const SUPERGROUP = -1_001_000_000_002;
export const SMALL_GROUP = -5_001;

export interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly description?: string;
  readonly error_code?: number;
  readonly parameters?: { retry_after?: number; migrate_to_chat_id?: number };
  // biome-ignore lint/suspicious/noExplicitAny: a result is whatever the method answers
  readonly result?: any;
}

export interface Bench extends Simulator {
  call(method: string, params?: object, signal?: AbortSignal): Promise<Answer>;
  /** `sendMessage` to Ana, unless `params` say otherwise; answers the message. */
  // biome-ignore lint/suspicious/noExplicitAny: see above
  send(params: object): Promise<any>;
  /** The refusal of a call that must be refused. */
  refusal(method: string, params: object): Promise<string>;
  /** Updates that wait, without confirming them. */
  // biome-ignore lint/suspicious/noExplicitAny: see above
  updates(): Promise<any[]>;
}

export async function startBench(options: Partial<SimulatorOptions> = {}): Promise<Bench> {
  const simulator = await startSimulator({ clock: systemClock, limits: 'off', ...options });
  const { world } = simulator;
  world.addPerson({ id: ANA, firstName: 'Ana', username: 'ana', languageCode: 'en' });
  world.addPerson({ id: BEN, firstName: 'Ben', languageCode: 'de' });
  world.addPerson({ id: CLEO, firstName: 'Cleo' });
  world.addPrivateChat(ANA);
  world.addPrivateChat(BEN);
  world.addGroup({
    id: FORUM,
    title: 'Shop team',
    members: [ANA, { personId: BEN, role: 'administrator' }],
    topics: [
      { id: 7, name: 'Deploys' },
      { id: 9, name: 'Builds' },
    ],
  });
  world.addGroup({ id: SUPERGROUP, title: 'Everybody', members: [ANA, BEN] });
  world.addGroup({ id: SMALL_GROUP, title: 'Night shift', members: [ANA, BEN] });

  async function call(method: string, params: object = {}, signal?: AbortSignal): Promise<Answer> {
    const response = await fetch(`${simulator.apiRoot}/bot${simulator.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
      ...(signal === undefined ? {} : { signal }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
  }

  return {
    ...simulator,
    call,
    async send(params) {
      const answer = await call('sendMessage', { chat_id: ANA, text: 'hello', ...params });
      if (!answer.ok) throw new Error(answer.description);
      return answer.result;
    },
    async refusal(method, params) {
      const answer = await call(method, params);
      if (answer.ok) throw new Error(`${method} was not refused`);
      if (answer.status !== answer.error_code) throw new Error('status and error_code differ');
      return `${answer.status} ${answer.description}`;
    },
    updates: async () => (await call('getUpdates')).result,
  };
}
