// /subscriptions: what this chat, or this topic, gets.
import { settingsOf } from '../../../audience/address-settings.ts';
import { type ChatCommandDeps, type Command, replyWith } from '../command/command.ts';
import { chatSummary, effectiveSubscriptions } from './chat-summary.ts';

export const subscriptions: Command<Pick<ChatCommandDeps, 'chatBook'>> = {
  name: 'subscriptions',
  access: 'member',
  example: '/subscriptions',
  async run({ chat, address, voice }, deps) {
    const here = await effectiveSubscriptions(chat, address, deps);
    return replyWith(chatSummary(settingsOf(chat, address).level, here, voice));
  },
};
