// /dlq: lists dead letters, redrives them or drops them.

import { findByPrefix, type PrefixMatch } from '../../event/find-by-prefix.ts';
import { isRedriven } from '../../intake/redrive.ts';
import type { StoredDeadLetter } from '../../journal/journal.ts';
import { idText, instantSpan } from '../../message/locale/voice.ts';
import { fitToMessage } from '../../message/text/cut.ts';
import { codeExcerpt, excerpt } from '../../message/text/excerpt.ts';
import { join, oneLine, type RichText, styled } from '../../message/text/rich-text.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  type CommandReply,
  replyWith,
  usageReply,
} from './command/command.ts';
import { severalText } from './command/visibility.ts';
import { recently } from './recent.ts';

const SHOWN = 5;
/** How many of the newest letters are searched for a prefix. */
const RECENT = 500;
/** Limits how long the answer takes. */
const MAX_AT_ONCE = 200;
const MAX_LENGTH = { source: 100, reason: 200, raw: 200 } as const;

type Verb = 'retry' | 'drop';

type Deps = Pick<ChatCommandDeps, 'deadLetters' | 'redrive' | 'clock'>;

export const dlq: Command<Deps> = {
  name: 'dlq',
  access: 'admin',
  isPersonal: true,
  example: '/dlq retry 1772442000000-0',
  async run(call, deps) {
    const [verb, given, ...more] = call.words;
    if (verb === undefined) return list(call, deps);
    if (verb !== 'retry' && verb !== 'drop')
      return usageReply(call, 'reply-no-word', { given: verb });
    if (given === undefined) return usageReply(call, 'reply-missing-id');
    if (more.length > 0) return usageReply(call, 'reply-surplus', { given: more[0] });
    if (given.toLowerCase() === 'all') return doAll(verb, call, deps);
    const found = await find(given, deps);
    if (found.kind === 'several') return replyWith(severalText(found.ids, call));
    if (found.kind === 'none')
      return replyWith(call.voice.speak('reply-no-letter', { id: idText(given) }));
    const id = found.item;
    return replyWith(verb === 'retry' ? await retry(id, call, deps) : await drop(id, call, deps));
  },
};

async function list(call: CommandCall, { deadLetters, clock }: Deps): Promise<CommandReply> {
  const { voice } = call;
  const [letters, count] = await Promise.all([deadLetters.list(SHOWN), deadLetters.count()]);
  if (letters.length === 0) return replyWith(voice.speak('reply-no-letters'));
  const now = clock.now();
  const more = count - letters.length;
  const parts = [
    styled(voice.speak('reply-letters', { count }), { type: 'bold' }),
    ...letters.map((letter) => item(letter, call, now)),
    ...(more > 0 ? [voice.speak('reply-more', { count: more })] : []),
    voice.speak('reply-letters-how'),
  ];
  return replyWith(fitToMessage(join(parts, '\n')));
}

/** The message itself may contain anything: it is shown to admins only, in private. */
function item(letter: StoredDeadLetter, { voice }: CommandCall, now: number): RichText {
  const { id, source, reason, raw, stage, failedAt } = letter;
  const today = new Date(now).toISOString();
  const age = recently(Date.parse(failedAt), now, voice);
  return voice.speak('reply-letter', {
    id: idText(id),
    at:
      age === undefined
        ? instantSpan(failedAt, today, voice)
        : voice.speak('reply-ago', { duration: age }),
    stage: voice.speak(`letter-stage-${stage}`),
    source: oneLine(excerpt(source, MAX_LENGTH.source)),
    reason: oneLine(excerpt(reason, MAX_LENGTH.reason)),
    raw: raw.trim() === '' ? undefined : codeLine(raw),
  });
}

function codeLine(raw: string): RichText {
  return styled(oneLine(codeExcerpt(raw, MAX_LENGTH.raw)), { type: 'code' });
}

async function find(given: string, { deadLetters }: Deps): Promise<PrefixMatch<string>> {
  const exact = await deadLetters.get(given);
  if (exact !== undefined) return { kind: 'one', item: exact.id };
  return findByPrefix(await deadLetters.ids(RECENT), (id) => id, given);
}

async function retry(id: string, { voice }: CommandCall, deps: Deps): Promise<RichText> {
  const redriven = await deps.redrive(id);
  switch (redriven.kind) {
    case 'journalled':
      return voice.speak('reply-letter-retried', { id: idText(id) });
    case 'routed':
      return voice.speak('reply-letter-routed', { id: idText(id) });
    case 'queued':
      return voice.speak('reply-letter-queued', { id: idText(id) });
    case 'requeued':
      return voice.speak('reply-letter-requeued', { id: idText(id) });
    case 'still_dead': {
      const reason = oneLine(excerpt(redriven.reason, MAX_LENGTH.reason));
      return voice.speak('reply-letter-still-dead', { id: idText(id), reason });
    }
    case 'unknown':
      return voice.speak('reply-no-letter', { id: idText(id) });
  }
}

async function drop(id: string, { voice }: CommandCall, deps: Deps): Promise<RichText> {
  const dropped = await deps.deadLetters.drop(id);
  return voice.speak(dropped ? 'reply-letter-dropped' : 'reply-no-letter', { id: idText(id) });
}

/** The newest letters, oldest first, so that events keep their order. */
async function doAll(verb: Verb, { voice }: CommandCall, deps: Deps): Promise<CommandReply> {
  const { deadLetters, redrive } = deps;
  const ids = await deadLetters.ids(MAX_AT_ONCE);
  if (ids.length === 0) return replyWith(voice.speak('reply-no-letters'));
  let done = 0;
  for (const id of ids.toReversed()) {
    const isDone = verb === 'retry' ? isRedriven(await redrive(id)) : await deadLetters.drop(id);
    if (isDone) done += 1;
  }
  const left = await deadLetters.count();
  const key = verb === 'retry' ? 'reply-letters-retried' : 'reply-letters-dropped';
  return replyWith(voice.speak(key, { count: done, left: left > 0 ? left : undefined }));
}
