// Taps on the buttons below a failure: the whole error as a file, and that somebody has seen it.
import { hasAnyRole } from '../../audience/access.ts';
import type { AlertStore } from '../../deliver/alert-store.ts';
import type { CanonicalEvent, JsonValue } from '../../event/canonical-event.ts';
import { describe } from '../../event/event-types.ts';
import type { Journal } from '../../journal/journal.ts';
import { ALERT_ACTION } from '../../message/notice.ts';
import { excerpt } from '../../message/text/excerpt.ts';
import type { Redaction } from '../../redact/redaction.ts';
import type { ChatCommandDeps } from '../commands/command/command.ts';
import { visibilityFor } from '../commands/command/visibility.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { senderName } from '../sending/sender.ts';
import { tappedButtons } from './tapped-buttons.ts';
import { viewerOf } from './viewer.ts';

interface Deps
  extends Pick<ChatCommandDeps, 'chatBook' | 'members' | 'outbox' | 'routes' | 'clock'> {
  readonly alerts: AlertStore;
  readonly journal: Pick<Journal, 'get'>;
  readonly redaction: Redaction;
}

const MAX_TITLE = 60;

export function createAlertTaps(deps: Deps): TapAction {
  async function act(tap: Tap, { what, position }: NonNullable<ReturnType<typeof parse>>) {
    const viewer = await viewerOf(tap, deps);
    const id = String(tap.query.from.id);
    if (viewer === undefined) return alert(tap, 'tap-channel');
    if (!hasAnyRole(viewer.member)) return alert(tap, 'tap-no-role', { id });
    // An app can send any data with any message.
    const [entry] = tappedButtons(tap).includes(tap.data) ? await deps.journal.get([position]) : [];
    const isVisible = await visibilityFor(viewer, deps);
    if (entry === undefined || !describe(entry.event).failure || !isVisible(entry.event))
      return alert(tap, 'alert-gone');
    if (what === 'seen') return see(tap, position);
    const { parts = [] } = await deps.alerts.get(position);
    const others = parts.length === 0 ? [] : await deps.journal.get(parts);
    const related = others.flatMap((other) => (other && isVisible(other.event) ? other.event : []));
    return postError(tap, [entry.event, ...related]);
  }

  async function see(tap: Tap, position: string): Promise<TapAnswer> {
    const { from } = tap.query;
    const seen = { name: senderName(from), at: new Date(deps.clock.now()).toISOString() };
    if (await deps.alerts.see(position, seen)) {
      return { text: tap.voice.speak('tap-saved'), alert: false };
    }
    const { seen: first } = await deps.alerts.get(position);
    const who = excerpt(first?.name ?? '', MAX_TITLE);
    return { text: tap.voice.speak('alert-seen-already', { who }), alert: false };
  }

  /** Of the failure, and of those that its message says too. */
  async function postError(
    { query, voice }: Tap,
    events: readonly [CanonicalEvent, ...CanonicalEvent[]],
  ): Promise<TapAnswer> {
    const { message } = query;
    const { type, jobId = type } = events[0];
    const title = excerpt(deps.redaction.text(jobId), MAX_TITLE);
    await deps.outbox.post(addressOf(message), {
      body: voice.speak('alert-error-file', { title }),
      document: {
        name: 'error.txt',
        text: events.map(({ data }) => wholeText(deps.redaction.data(data))).join('\n'),
      },
      silent: true,
      replyTo: message.message_id,
    });
    return { text: voice.speak('tap-opened'), alert: false };
  }

  return (tap) => {
    const action = parse(tap.data);
    return action === undefined ? undefined : act(tap, action);
  };
}

const { parse } = ALERT_ACTION;

/** Everything that the event says, each field under its name, texts as they were written. */
function wholeText(data: { readonly [field: string]: JsonValue }): string {
  return Object.entries(data)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
      return `${name}:\n${text}\n`;
    })
    .join('\n');
}

function alert({ voice }: Pick<Tap, 'voice'>, key: string, args = {}): TapAnswer {
  return { text: voice.speak(key, args), alert: true };
}
