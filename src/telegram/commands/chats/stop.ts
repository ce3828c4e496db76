// /stop: ends one or all tails of this chat or topic. In a group everybody ends their own; those of
// others are ended by people who may decide in the job's project.
import { mayDecide } from '../../../audience/access.ts';
import { findByPrefix } from '../../../event/find-by-prefix.ts';
import { shortId } from '../../../message/locale/voice.ts';
import { join } from '../../../message/text/rich-text.ts';
import type { Tail } from '../../../tails/tail.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  replyWith,
  usageReply,
} from '../command/command.ts';
import { severalText } from '../command/visibility.ts';
import { signed } from './group-changes.ts';

export const stop: Command<Pick<ChatCommandDeps, 'tails'>> = {
  name: 'stop',
  access: 'member',
  example: '/stop',
  async run(call, { tails }) {
    const { words, address, voice } = call;
    const [given, ...more] = words;
    if (more.length > 0) return usageReply(call, 'reply-surplus', { given: more[0] });
    const running = await tails.running(address);
    const found =
      given === undefined ? undefined : findByPrefix(running, ({ jobId }) => jobId, given);
    if (found?.kind === 'several') return replyWith(severalText(found.ids, call));
    const chosen =
      found === undefined
        ? running
        : running.filter(({ jobId }) => found.kind === 'one' && jobId === found.item.jobId);
    if (chosen.length === 0) return replyWith(voice.speak('reply-no-tail'));
    const stoppable = chosen.filter((tail) => mayStopTail(tail, call));
    if (stoppable.length === 0) return replyWith(voice.speak('reply-stop-forbidden'));
    await tails.close(stoppable);
    const jobs = join(
      stoppable.map(({ jobId }) => shortId(jobId)),
      ', ',
    );
    return replyWith(signed(voice.speak('reply-tail-stopped', { jobs }), call));
  },
};

/** Whoever opened it, and who may decide in the job's project; in private always. */
export function mayStopTail(
  { by, projectId }: Tail,
  { chat, userId, member }: Pick<CommandCall, 'chat' | 'userId' | 'member'>,
): boolean {
  if (chat.kind === 'private' || by === userId) return true;
  return mayDecide(member, { projectId, visibility: 'public' });
}
