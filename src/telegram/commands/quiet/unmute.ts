// /unmute: this chat or topic, or one job there, is heard again, and what came meanwhile is told.
import { settingsOf } from '../../../audience/address-settings.ts';
import { holdOf } from '../../../audience/quiet/hold.ts';
import { type Command, replyWith, usageReply } from '../command/command.ts';
import { type HoldDeps, unmuteChat } from './change-hold.ts';
import { unmuteJob } from './mute-job.ts';

export const unmute: Command<HoldDeps> = {
  name: 'unmute',
  access: 'member',
  example: '/unmute',
  async run(call, deps) {
    const { words, chat, address, voice } = call;
    const [id, ...more] = words;
    if (more.length > 0) return usageReply(call, 'reply-surplus', { given: more[0] });
    if (id !== undefined) return replyWith((await unmuteJob(id, call, deps)).body);
    const { mutedUntil } = settingsOf(chat, address);
    const isMuted = holdOf({ mutedUntil, quiet: 'off' }, deps.clock.now()) !== undefined;
    if (!isMuted) return replyWith(voice.speak('reply-not-muted'));
    return replyWith((await unmuteChat(call, deps)).body);
  },
};
