// /sessions: sessions, and what runs in them.
import { type Command, replyWith, usageReply } from '../command/command.ts';
import { withPrivateLink } from '../command/more-in-private.ts';
import type { LookDeps } from './look.ts';
import { showSessions } from './session-list.ts';

export const sessions: Command<LookDeps> = {
  name: 'sessions',
  access: 'member',
  example: '/sessions',
  async run(call, deps) {
    const [surplus] = call.words;
    if (surplus !== undefined) return usageReply(call, 'reply-surplus', { given: surplus });
    const { body, buttons } = await showSessions(0, call, deps);
    return replyWith(await withPrivateLink(body, call, deps), buttons);
  },
};
