// /health: what is wrong, since when, and what to do about it. `/health seen` acknowledges that Redis
// went back in time.

import { idText, instantSpan, type Voice } from '../../message/locale/voice.ts';
import { fitToMessage } from '../../message/text/cut.ts';
import { codeExcerpt } from '../../message/text/excerpt.ts';
import { join, oneLine, type RichText, styled } from '../../message/text/rich-text.ts';
import type { ComponentState } from '../../runtime/health.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandReply,
  replyWith,
  usageReply,
} from './command/command.ts';
import { recently } from './recent.ts';

const MAX_DETAIL_UNITS = 300;
const SEEN = 'seen';
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

type Deps = Pick<ChatCommandDeps, 'health' | 'systemState' | 'rollbacks' | 'clock'>;

export const health: Command<Deps> = {
  name: 'health',
  access: 'admin',
  isPersonal: true,
  example: '/health',
  async run({ words, voice }, deps) {
    const [word, ...more] = words;
    if (word === undefined) return replyWith(report(voice, deps));
    if (word.toLowerCase() !== SEEN) return usageReply({ voice }, 'reply-no-word', { given: word });
    if (more.length > 0) return usageReply({ voice }, 'reply-surplus', { given: more[0] });
    return seen(voice, deps);
  },
};

async function seen(voice: Voice, { rollbacks }: Deps): Promise<CommandReply> {
  const wasOpen = await rollbacks.acknowledge();
  return replyWith(voice.speak(wasOpen ? 'reply-health-seen' : 'reply-health-nothing-to-see'));
}

function report(voice: Voice, { health, systemState, clock }: Deps): RichText {
  const now = clock.now();
  const today = new Date(now).toISOString();
  const components = Object.entries(health.states());
  const failing = components.filter(([, { ok }]) => !ok);
  const noteworthy = components.filter(([, { ok, finding }]) => ok && finding !== undefined);
  const describe = ([name, state]: (typeof components)[number]) =>
    description({ name, state, today, now }, voice);
  return fitToMessage(
    join(
      [
        styled(voice.speak(headline(failing.length, noteworthy.length)), { type: 'bold' }),
        ...failing.map(describe),
        ...noteworthy.map(describe),
        ...deadLetters(systemState()?.deadLetters ?? 0, voice),
      ],
      '\n\n',
    ),
  );
}

function headline(failing: number, noteworthy: number): string {
  if (failing > 0) return 'reply-health-failing';
  return noteworthy > 0 ? 'reply-health-noteworthy' : 'reply-health-fine';
}

interface Described {
  readonly name: string;
  readonly state: ComponentState;
  /** RFC 3339; times of this day are shown without it. */
  readonly today: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

function description(described: Described, voice: Voice): RichText {
  const { name, state, today, now } = described;
  const { ok, finding, since } = state;
  const age = recently(since, now, voice);
  return voice.speak(ok ? 'reply-health-note' : 'reply-health-problem', {
    part: partName(name, voice),
    at:
      ok || age !== undefined
        ? undefined
        : instantSpan(new Date(since).toISOString(), today, voice),
    for: ok ? undefined : age,
    what: whatText(described, voice),
    advice: adviceText(finding?.code ?? `part-${name}`, voice),
  });
}

/** Of parts like `events:televibe`, of which there are many, the kind is named with the id. */
function partName(name: string, voice: Voice): RichText {
  const [kind, id] = name.split(':');
  if (id !== undefined) return voice.speak('health-part-source', { id: idText(name) });
  const key = `health-part-${kind}`;
  return voice.has(key) ? voice.speak(key) : idText(name);
}

/** The text of the finding; without one, the detail as reported. */
function whatText({ state, today }: Described, voice: Voice): RichText | undefined {
  const { detail, finding } = state;
  const key = `health-${finding?.code}`;
  if (finding !== undefined && voice.has(key)) {
    // Unknown arguments are left out of the text.
    const args = voice.variables(key).map((name) => [name, finding.args[name]] as const);
    return voice.speak(
      key,
      Object.fromEntries(args.map(([name, value]) => [name, shown(value, today, voice)])),
    );
  }
  if (detail === '') return undefined;
  return styled(oneLine(codeExcerpt(detail, MAX_DETAIL_UNITS)), { type: 'code' });
}

function shown(value: string | number | undefined, today: string, voice: Voice) {
  return typeof value === 'string' && INSTANT.test(value)
    ? instantSpan(value, today, voice)
    : value;
}

function adviceText(code: string, voice: Voice): RichText | undefined {
  const key = `health-${code}-advice`;
  return voice.has(key) ? voice.speak(key) : undefined;
}

function deadLetters(count: number, voice: Voice): RichText[] {
  return count === 0 ? [] : [voice.speak('reply-health-letters', { count })];
}
