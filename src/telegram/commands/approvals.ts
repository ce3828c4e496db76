// /approvals: open requests, those first that wait for the person who asks.
import type { Approval } from '../../approvals/approval.ts';
import { isPerson, mayDecide } from '../../audience/access.ts';
import { fitted } from '../../message/cut.ts';
import { codeExcerpt, excerpt } from '../../message/excerpt.ts';
import { join, oneLine, type RichText, styled } from '../../message/rich-text.ts';
import { instant, shortId, type Voice } from '../../message/voice.ts';
import { type Command, type CommandCall, said } from './command.ts';
import { requestsInSight } from './sight.ts';

const MOST_LISTED = 12;
const LONGEST = { action: 120, project: 60, who: 40 } as const;

export const approvals: Command = {
  name: 'approvals',
  access: 'member',
  example: '/approvals',
  async run(call, deps) {
    const { voice } = call;
    const pending = await requestsInSight(call, deps);
    if (pending.length === 0) return said(voice.speak('reply-no-approvals'));
    const today = new Date(deps.clock.now()).toISOString();
    const mine = pending.filter((approval) => waitsFor(approval, call));
    const others = pending.filter((approval) => !mine.includes(approval));
    const listed = [
      ...section('reply-approvals-yours', mine.slice(0, MOST_LISTED), { voice, today }),
      ...section('reply-approvals-others', others.slice(0, MOST_LISTED - mine.length), {
        voice,
        today,
      }),
    ];
    const more = pending.length - MOST_LISTED;
    const rest = more > 0 ? [voice.speak('reply-more', { count: more })] : [];
    return said(fitted(join([...listed, ...rest, voice.speak('reply-approvals-how')], '\n')));
  },
};

function waitsFor({ request }: Approval, { member }: CommandCall): boolean {
  if (member === undefined || !mayDecide(member, request)) return false;
  return request.requestedBy === undefined || !isPerson(member, request.requestedBy.id);
}

interface Telling {
  readonly voice: Voice;
  /** RFC 3339; other days are told with their date. */
  readonly today: string;
}

function section(key: string, listed: readonly Approval[], telling: Telling): RichText[] {
  if (listed.length === 0) return [];
  const heading = styled(telling.voice.speak(key), { type: 'bold' });
  return [heading, ...listed.map((approval) => item(approval, telling))];
}

function item({ request }: Approval, { voice, today }: Telling): RichText {
  const { id, action, projectId, requestedBy, expiresAt } = request;
  return voice.speak('reply-approval', {
    id: shortId(id),
    action: styled(oneLine(codeExcerpt(action, LONGEST.action)), { type: 'code' }),
    project: projectId === undefined ? undefined : excerpt(projectId, LONGEST.project),
    who:
      requestedBy === undefined
        ? undefined
        : oneLine(excerpt(requestedBy.name ?? requestedBy.id, LONGEST.who)),
    expires: expiresAt === undefined ? undefined : instant(expiresAt, today, voice),
  });
}
