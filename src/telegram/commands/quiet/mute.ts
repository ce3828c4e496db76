// /mute: this chat or topic gets nothing but requests for a while, and one summary after; or nothing of one job.
import { hasEnded } from '../../../jobs/job-board.ts';
import { withoutTail } from '../../../message/locale/voice.ts';
import { proseLine } from '../../../message/markdown/prose-excerpt.ts';
import { defined } from '../../../runtime/defined.ts';
import {
  type Command,
  type CommandCall,
  type CommandReply,
  replyWith,
  usageReply,
} from '../command/command.ts';
import { jobsNamed, visibleJobs } from '../command/visibility.ts';
import { type Changing, type HoldDeps, muteChat, type Said, zoneAt } from './change-hold.ts';
import { jobButton, muteButtons } from './hold-buttons.ts';
import { muteJob } from './mute-job.ts';
import { type MuteContext, type MuteWish, readMute } from './read-mute.ts';

const MAX_JOBS = 3;
const MAX_LABEL = 30;

export const mute: Command<HoldDeps> = {
  name: 'mute',
  access: 'member',
  example: '/mute 2h',
  async run(call, deps) {
    if (call.words.length === 0) return offer(call, deps);
    const wish = readMute(call.words, await muteContext(call, deps));
    if (wish.kind === 'wrong' && (await isJob(call, deps))) {
      const { body, buttons } = await muteJob({ id: call.text }, call, deps);
      return replyWith(body, buttons);
    }
    if (wish.kind === 'wrong') {
      const { key, given } = wish;
      return { ...usageReply(call, key, { given }), buttons: muteButtons(call.voice) };
    }
    const { body, buttons } = await applyMute(wish, call, deps);
    return replyWith(body, buttons);
  },
};

/** Jobs may be called like a time. */
async function isJob(call: CommandCall, deps: HoldDeps): Promise<boolean> {
  return call.words.length === 1 && (await jobsNamed(call.text, call, deps)).length > 0;
}

export async function muteContext(
  who: Changing,
  deps: Pick<HoldDeps, 'chatBook' | 'clock'>,
): Promise<MuteContext> {
  const until = who.voice.speak('reply-mute-word-until').text;
  return { nowMs: deps.clock.now(), until, ...(await zoneAt(who, deps)) };
}

export function applyMute(
  { untilMs, jobId, isGuessedZone }: Extract<MuteWish, { kind: 'mute' }>,
  who: Changing,
  deps: HoldDeps,
): Promise<Said> {
  if (jobId !== undefined) return muteJob({ id: jobId, ...defined({ untilMs }) }, who, deps);
  const until = { untilMs: untilMs ?? deps.clock.now(), ...defined({ isGuessedZone }) };
  return muteChat(until, who, deps);
}

/** Times, and the newest running jobs. */
async function offer(call: CommandCall, deps: HoldDeps): Promise<CommandReply> {
  const running = (await visibleJobs(call, deps))
    .filter((job) => !hasEnded(job))
    .slice(0, MAX_JOBS);
  const jobs = running.flatMap(({ id, title }) => {
    const name = proseLine(deps.redaction.text(title), MAX_LABEL);
    const job = name.text === '' ? withoutTail(id) : name;
    const label = call.voice.speak('reply-mute-job', { job }).text;
    return jobButton(label, id) ?? [];
  });
  return replyWith(call.voice.speak('reply-mute-how-long'), [
    ...muteButtons(call.voice),
    ...jobs.map((one) => [one]),
  ]);
}
