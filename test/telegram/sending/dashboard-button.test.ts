// Against the simulator, which refuses what Telegram refuses.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../../src/message/message.ts';
import { plain } from '../../../src/message/text/rich-text.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { createTelegramChannel } from '../../../src/telegram/sending/channel.ts';
import { createApi } from '../../../src/telegram/sending/client.ts';
import {
  createDashboardButton,
  type DashboardAddress,
  miniAppUrl,
} from '../../../src/telegram/sending/dashboard-button.ts';
import { createLogBook } from '../../helpers/log-book.ts';

const ANA = 1001;
const GROUP = -1_001_000_000_001;
const ADDRESS = 'https://jobs.example.org';
const opens = { label: 'Open', path: '/jobs/j%2F1?project=acme%2Fweb' };
const deciding = [[{ label: 'Approve', action: 'v:yes' }]] as const;
const app = { text: 'Open', web_app: { url: `${ADDRESS}${opens.path}` } };
const link = { text: 'Open', url: `${ADDRESS}${opens.path}` };

let simulator: Simulator;
const log = createLogBook();
beforeEach(async () => {
  simulator = await startSimulator({ clock: systemClock, limits: 'off' });
  const { world } = simulator;
  world.addPerson({ id: ANA, firstName: 'Ana' });
  world.addPrivateChat(ANA);
  world.addGroup({ id: GROUP, title: 'Shop', members: [ANA] });
});
afterEach(() => simulator.stop());

function channelWith(url: string | undefined, more: Partial<DashboardAddress> = {}) {
  const { apiRoot, token } = simulator;
  return createTelegramChannel({
    api: createApi({ token, apiRoot, timeoutSeconds: 2 }),
    ...{ clock: systemClock, metrics: createMetrics(), log },
    toDashboard: createDashboardButton(url === undefined ? undefined : { url, ...more }),
  });
}

const message = (more: Partial<Message> = {}): Message => ({
  ...{ body: plain('a job'), silent: true, opens },
  ...more,
});
const keyboards = (chatId: number) =>
  simulator.world.messages(chatId).map(({ keyboard }) => keyboard);

describe('the button that opens the dashboard', () => {
  it('is a Mini App in private, and a link in a group, in a row below the others', async () => {
    const { send } = channelWith(ADDRESS);
    await send({ chatId: ANA }, message({ buttons: deciding }));
    await send({ chatId: GROUP }, message({ buttons: deciding }));
    const approve = { text: 'Approve', callback_data: 'v:yes' };
    expect(keyboards(ANA)).toEqual([[[approve], [app]]]);
    expect(keyboards(GROUP)).toEqual([[[approve], [link]]]);
  });

  it('stays when the message is edited', async () => {
    const { send, edit } = channelWith(ADDRESS);
    const sent = await send({ chatId: ANA }, message());
    if (sent.kind !== 'sent') throw new Error(sent.kind);
    await edit({ chatId: ANA }, sent.messageId, message({ body: plain('a job that ended') }));
    expect(keyboards(ANA)).toEqual([[[app]]]);
  });

  it.each([
    ['without an address', undefined, undefined],
    ['on this machine', 'http://localhost:8080', undefined],
    ['by an address of this machine', 'http://127.0.0.1:8080', undefined],
    ['by https on this machine', 'https://localhost', undefined],
    ['by a name that Telegram does not take', 'http://jobs:8080', undefined],
    ['by http', 'http://jobs.example.org', 'http://jobs.example.org'],
    ['by an IPv6 address', 'https://[2001:db8::1]', undefined],
  ])('%s it is no Mini App, and a link only where Telegram takes it', async (_, url, leadsTo) => {
    const { send } = channelWith(url);
    for (const chatId of [ANA, GROUP]) {
      expect(await send({ chatId }, message())).toMatchObject({ kind: 'sent' });
      const expected = leadsTo && [[{ text: 'Open', url: `${leadsTo}${opens.path}` }]];
      expect(keyboards(chatId)).toEqual([expected ?? []]);
    }
  });

  it('costs no message that already has as many buttons as Telegram takes', async () => {
    const many = Array.from({ length: 100 }, (_, n) => [{ label: `${n}`, action: `${n}` }]);
    const { send } = channelWith(ADDRESS);
    expect(await send({ chatId: ANA }, message({ buttons: many }))).toMatchObject({ kind: 'sent' });
    expect(keyboards(ANA)[0]?.flat()).toHaveLength(100);
  });

  it('is left out when Telegram refuses it, and the other buttons stay', async () => {
    const { send } = channelWith(ADDRESS);
    simulator.world.faults.add({
      ...{ kind: 'status', method: 'sendMessage', code: 400, times: 1 },
      description: 'Bad Request: BUTTON_URL_INVALID',
    });
    expect(await send({ chatId: GROUP }, message({ buttons: deciding }))).toMatchObject({
      kind: 'sent',
    });
    expect(keyboards(GROUP)).toEqual([[[{ text: 'Approve', callback_data: 'v:yes' }]]]);
    expect(log.count('telegram_open_button_refused')).toBe(1);
  });

  it('opens within the app by http only where the server does', () => {
    expect(miniAppUrl({ url: 'http://127.0.0.1:8080' })).toBeUndefined();
    expect(miniAppUrl({ url: 'http://127.0.0.1:8080', appsByHttp: true })).toBeDefined();
    expect(miniAppUrl({ url: ADDRESS })).toBe(ADDRESS);
  });
});
