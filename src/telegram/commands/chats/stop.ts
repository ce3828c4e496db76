// /stop: ends the tails of this chat or topic, all or one. In a group a viewer ends their own; those of
// others are ended by whoever may decide in the job's project.
import { mayDecide } from '../../../audience/access.ts';
import { idText } from '../../../message/locale/voice.ts';
import { join } from '../../../message/text/rich-text.ts';
import type { Tail } from '../../../tails/tail.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  said,
  USAGE,
} from '../command/command.ts';
import { findByPrefix } from '../command/find-by-prefix.ts';
import { severalText } from '../command/visibility.ts';
import { signed } from './group-changes.ts';

export const stop: Command<Pick<ChatCommandDeps, 'tails'>> = {
  name: 'stop',
  access: 'member',
  example: '/stop',
  async run(call, { tails }) {
    const { words, address, voice } = call;
    const [given, ...more] = words;
    if (more.length > 0) return USAGE;
    const running = await tails.running(address);
    const found =
      given === undefined ? undefined : findByPrefix(running, ({ jobId }) => jobId, given);
    if (found?.kind === 'several') return said(severalText(found.ids, call));
    const meant =
      found === undefined
        ? running
        : running.filter(({ jobId }) => found.kind === 'one' && jobId === found.item.jobId);
    if (meant.length === 0) return said(voice.speak('reply-no-tail'));
    const theirs = meant.filter((tail) => mayStop(tail, call));
    if (theirs.length === 0) return said(voice.speak('reply-stop-forbidden'));
    await tails.close(theirs);
    const jobs = join(
      theirs.map(({ jobId }) => idText(jobId)),
      ', ',
    );
    return said(signed(voice.speak('reply-tail-stopped', { jobs }), call));
  },
};

function mayStop({ by, projectId }: Tail, { chat, userId, member }: CommandCall): boolean {
  if (chat.kind === 'private' || by === userId) return true;
  return mayDecide(member, { projectId, visibility: 'public' });
}
