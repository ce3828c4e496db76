// /subscriptions: what this chat, or this topic, gets.
import { settingsOf } from '../../../audience/address-settings.ts';
import { join } from '../../../message/text/rich-text.ts';
import { followGroup } from '../command/choices.ts';
import { type Command, replyWith } from '../command/command.ts';
import { chatSummary, effectiveSubscriptions } from './chat-summary.ts';
import { type HoldTextDeps, holdLines } from './hold-text.ts';

export const subscriptions: Command<HoldTextDeps> = {
  name: 'subscriptions',
  access: 'member',
  example: '/subscriptions',
  async run(call, deps) {
    const { chat, address, voice } = call;
    const here = await effectiveSubscriptions(chat, address, deps);
    const summary = chatSummary(settingsOf(chat, address).level, here, call);
    const buttons = followGroup('all', call);
    const own = buttons.length === 0 ? [] : [voice.speak('reply-group-not-followed')];
    const body = join([summary, ...(await holdLines(call, deps)), ...own], '\n');
    return replyWith(body, buttons.length === 0 ? undefined : buttons);
  },
};
