// /subscriptions: what this chat, or this topic, gets.
import { chatSummary } from './chat-summary.ts';
import { type Command, said } from './command.ts';

export const subscriptions: Command = {
  name: 'subscriptions',
  access: 'member',
  example: '/subscriptions',
  async run({ chat, address, voice }) {
    return said(chatSummary(chat, address, voice));
  },
};
