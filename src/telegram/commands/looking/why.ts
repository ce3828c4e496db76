// /why, in reply to a message of the bot: which subscription, route or rule brought it here, to whoever may see what the
// message tells. It goes by what holds now.
import { settingsOf } from '../../../audience/address-settings.ts';
import { isJobMuted } from '../../../audience/quiet/muted-jobs.ts';
import { type Reason, reasonsFor } from '../../../audience/reasons/reasons-for.ts';
import { idText } from '../../../message/locale/voice.ts';
import { fitToMessage } from '../../../message/text/cut.ts';
import { codeExcerpt, excerpt } from '../../../message/text/excerpt.ts';
import { join, oneLine, type RichText, styled } from '../../../message/text/rich-text.ts';
import { wholeHoldLines } from '../chats/hold-text.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  type RepliedMessage,
  replyWith,
  usageReply,
} from '../command/command.ts';
import { speakHere } from '../command/place.ts';
import { type Subject, subjectOf } from './why-subject.ts';

type Deps = Pick<
  ChatCommandDeps,
  | 'chatBook'
  | 'routes'
  | 'approvals'
  | 'jobs'
  | 'journal'
  | 'titleEvents'
  | 'redaction'
  | 'origins'
  | 'botName'
  | 'clock'
>;

const MAX_NAME = 40;
const MAX_PATTERNS = 60;
/** More are only counted. */
const MAX_REASONS = 6;

export const why: Command<Deps> = {
  name: 'why',
  access: 'member',
  example: '/why',
  async run(call, deps) {
    const [surplus] = call.words;
    const { voice, repliesTo } = call;
    if (surplus !== undefined) return usageReply(call, 'reply-surplus', { given: surplus });
    if (repliesTo === undefined) return replyWith(voice.speak('why-how'));
    if (repliesTo.bot !== (await deps.botName())) return replyWith(voice.speak('why-not-mine'));
    return replyWith(await explain(repliesTo, call, deps));
  },
};

async function explain(replied: RepliedMessage, call: CommandCall, deps: Deps): Promise<RichText> {
  const { voice, address, chat } = call;
  const subject = await subjectOf(replied, call, deps);
  if (subject === 'unknown' || subject === 'asked') return voice.speak(`why-${subject}`);
  const audience = await deps.chatBook.audience();
  const sources = { audience, routes: deps.routes };
  const all = subject.about.flatMap((one) => reasonsFor(one, address, sources));
  const reasons = distinct(all);
  const nameOf = (userId: number) => audience.members.get(userId)?.name;
  const shown = reasons.slice(0, MAX_REASONS).map((one) => reasonText(one, nameOf, call));
  const count = reasons.length - shown.length;
  const settings = settingsOf(chat, address);
  const { level, cards } = settings;
  const now = deps.clock.now();
  const isMuted = isJobMuted(settings, subject.jobNames, now);
  const lines = [
    styled(subject.heading, { type: 'bold' }),
    ...(reasons.length === 0
      ? [speakHere(emptyKey(subject), call)]
      : [voice.speak('why-because'), ...shown]),
    ...(count > 0 ? [voice.speak('reply-more', { count })] : []),
    voice.speak('reply-level-is', { level: voice.speak(`reply-level-${level}-posts`) }),
    ...(subject.isRequest
      ? []
      : [voice.speak('reply-cards-now', { cards: voice.speak(`reply-cards-${cards}`) })]),
    ...wholeHoldLines(settings, now, voice),
    ...(isMuted ? [voice.speak('why-muted')] : []),
    voice.speak('why-change'),
  ];
  return fitToMessage(join(lines, '\n'));
}

/** Where nothing brings it there: requests can be opened from a list, and are shown in place of another chat. */
function emptyKey({ isRequest }: Subject): string {
  return isRequest ? 'why-opened' : 'why-nothing';
}

/** Several events of a digest come by the same. */
function distinct(reasons: readonly Reason[]): Reason[] {
  const found = new Map(reasons.map((one) => [JSON.stringify(one), one]));
  return [...found.values()];
}

function reasonText(
  reason: Reason,
  nameOf: (userId: number) => string | undefined,
  { voice, chat, userId }: CommandCall,
): RichText {
  const { speak } = voice;
  switch (reason.kind) {
    case 'recipient':
    case 'admin':
      return speak(`why-${reason.kind}`);
    case 'subscription': {
      const { kind, id, by } = reason.subscription;
      const name = nameOf(by)?.trim();
      const known = name ? oneLine(excerpt(name, MAX_NAME)) : undefined;
      const who = chat.kind === 'private' && by === userId ? speak('why-you') : known;
      return speak(`why-${kind}`, { id: kind === 'everything' ? undefined : idText(id), who });
    }
    case 'route': {
      const { project, session, job, types } = reason.route.match;
      const { level } = reason;
      return speak('why-route', {
        project: patterns(project),
        session: patterns(session),
        job: patterns(job),
        types: patterns(types),
        level: level === undefined ? undefined : speak(`reply-level-${level}-posts`),
      });
    }
  }
}

function patterns(list: readonly string[] | undefined): RichText | undefined {
  if (list === undefined) return undefined;
  return styled(oneLine(codeExcerpt(list.join(', '), MAX_PATTERNS)), { type: 'code' });
}
