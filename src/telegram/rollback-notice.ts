// Notifies every admin in private that Redis went back in time, with the decisions that were lost.
import { isAdmin } from '../audience/access.ts';
import type { KnownDecision, Rollback } from '../journal/rollback.ts';
import { idText, instantSpan, type Voice } from '../message/locale/voice.ts';
import { excerpt } from '../message/text/excerpt.ts';
import { join, oneLine, type RichText } from '../message/text/rich-text.ts';
import type { Clock } from '../runtime/clock.ts';
import type { ChatCommandDeps } from './commands/command/command.ts';
import { notifyPerson } from './commands/people/notify-person.ts';

type Deps = Pick<ChatCommandDeps, 'members' | 'chatBook' | 'translator' | 'outbox'> & {
  readonly clock: Pick<Clock, 'now'>;
};

const MAX_SHOWN = 10;
const MAX_PROJECT_UNITS = 60;

export function createRollbackNotice(deps: Deps): (rollback: Rollback) => Promise<void> {
  return async (rollback) => {
    const today = new Date(deps.clock.now()).toISOString();
    for (const member of await deps.members.all()) {
      if (!isAdmin(member)) continue;
      await notifyPerson(member, deps, (voice) => noticeText(rollback, today, voice));
    }
  };
}

function noticeText({ since, lost }: Rollback, today: string, voice: Voice): RichText {
  const more = lost.length - MAX_SHOWN;
  return join(
    [
      voice.speak('rollback-notice', {
        at: since === undefined ? undefined : instantSpan(since, today, voice),
        count: lost.length,
      }),
      ...lost.slice(-MAX_SHOWN).map((decision) => lostText(decision, today, voice)),
      ...(more > 0 ? [voice.speak('reply-more', { count: more })] : []),
      voice.speak('rollback-notice-advice'),
    ],
    '\n',
  );
}

function lostText(
  { approvalId, projectId, status, at }: KnownDecision,
  today: string,
  voice: Voice,
) {
  return voice.speak(`rollback-notice-${status}`, {
    id: idText(approvalId),
    project: projectId === undefined ? undefined : oneLine(excerpt(projectId, MAX_PROJECT_UNITS)),
    at: instantSpan(at, today, voice),
  });
}
