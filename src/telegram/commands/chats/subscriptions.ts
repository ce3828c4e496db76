// /subscriptions: what this chat, or this topic, gets.

import { type ChatCommandDeps, type Command, said } from '../command/command.ts';
import { chatSummary, deliveredText } from './chat-summary.ts';

export const subscriptions: Command<Pick<ChatCommandDeps, 'chatBook'>> = {
  name: 'subscriptions',
  access: 'member',
  example: '/subscriptions',
  async run({ chat, address, voice }, deps) {
    const here = await deliveredText(chat, address, deps);
    return said(chatSummary(chat.level, here, voice));
  },
};
