// The buttons of /mute and /quiet, and their callback data.
import { type QuietHours, writeTimes } from '../../../audience/quiet/quiet-hours.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import type { Button, Message } from '../../../message/message.ts';

export type HoldChoice =
  | { readonly what: 'mute'; readonly wish: string }
  | { readonly what: 'unmute' }
  /** A job by its id, as it stands there. */
  | { readonly what: 'mute-job' | 'unmute-job'; readonly id: string }
  /** Without a zone: that of the chat. */
  | { readonly what: 'quiet'; readonly times: Times; readonly zone?: string }
  | { readonly what: 'quiet-off' };

type Times = Pick<QuietHours, 'from' | 'to'>;
type Buttons = Pick<Message, 'buttons'>;

/** Telegram's limit for callback data. */
const MAX_ACTION_BYTES = 64;
const DURATIONS = ['30m', '2h', '8h'] as const;
const MORNING = 'until 08:00';
const NIGHTS: readonly Times[] = [
  { from: 22 * 60, to: 7 * 60 },
  { from: 20 * 60, to: 8 * 60 },
];

/** `undefined` for the data of other buttons. */
export function parseHold(data: string): HoldChoice | undefined {
  if (data === 'unmute') return { what: 'unmute' };
  if (data === 'quiet:off') return { what: 'quiet-off' };
  if (data.startsWith('mute:')) return { what: 'mute', wish: data.slice('mute:'.length) };
  const [, verb, id] = /^(mute|unmute)-job:(.+)$/s.exec(data) ?? [];
  if (id !== undefined) return { what: verb === 'mute' ? 'mute-job' : 'unmute-job', id };
  const [, from, to, zone] = /^quiet:(\d{1,4})-(\d{1,4})(?::(.+))?$/.exec(data) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const times = { from: Number(from), to: Number(to) };
  return { what: 'quiet', times, ...(zone === undefined ? {} : { zone }) };
}

export function muteButtons({ speak }: Voice): Button[][] {
  const label = (wish: string) => speak(`reply-mute-${wish.replace(/\W/g, '')}`).text;
  const times = [...DURATIONS, MORNING].map((wish) => ({
    label: label(wish),
    action: `mute:${wish}`,
  }));
  return [times.slice(0, 3), times.slice(3)];
}

export function unmuteButton({ speak }: Voice): Button {
  return { label: speak('reply-unmute-button').text, action: 'unmute' };
}

/** `undefined` if the id is too long for a button. */
export function jobButton(
  label: string,
  id: string,
  verb: 'mute' | 'unmute' = 'mute',
): Button | undefined {
  const action = `${verb}-job:${id}`;
  return Buffer.byteLength(action) > MAX_ACTION_BYTES ? undefined : { label, action };
}

/** For the answer to a mute of a job. */
export function undoButton(id: string, { speak }: Voice): Button | undefined {
  return jobButton(speak('reply-unmute-button').text, id, 'unmute');
}

/** The current one is marked. */
export function quietButtons(current: QuietHours | 'off', { speak }: Voice): Buttons {
  const mark = (label: string, isOn: boolean) => (isOn ? `• ${label} •` : label);
  const isOn = (times: Times) =>
    current !== 'off' && current.from === times.from && current.to === times.to;
  const nights = NIGHTS.map((times) => ({
    label: mark(writeTimes(times), isOn(times)),
    action: `quiet:${times.from}-${times.to}`,
  }));
  const off = {
    label: mark(speak('reply-quiet-off').text, current === 'off'),
    action: 'quiet:off',
  };
  return { buttons: [nights, [off]] };
}

/** The same hours in other zones. */
export function zoneButtons({ from, to }: Times, zones: readonly string[]): Button[][] {
  return zones
    .map((zone) => ({ label: zone, action: `quiet:${from}-${to}:${zone}` }))
    .filter(({ action }) => Buffer.byteLength(action) <= MAX_ACTION_BYTES)
    .map((button) => [button]);
}
