// Mutes a chat, a topic or a job there, or changes the quiet hours: by command or button, with the same rights.
import { settingsOf, withSettings } from '../../../audience/address-settings.ts';
import type { Chat, TopicSettings } from '../../../audience/chat-book.ts';
import type { QuietHours } from '../../../audience/quiet/quiet-hours.ts';
import type { Message } from '../../../message/message.ts';
import { join, plain, type RichText } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import { mayChangeHere, signed } from '../chats/group-changes.ts';
import { instantText, quietText, wholeHoldLines } from '../chats/hold-text.ts';
import type { ChatCommandDeps, CommandCall } from '../command/command.ts';
import { quietButtons, unmuteButton } from './hold-buttons.ts';

export type Changing = Pick<
  CommandCall,
  'member' | 'chat' | 'address' | 'userId' | 'userName' | 'voice'
>;
export type HoldDeps = Pick<
  ChatCommandDeps,
  'chatBook' | 'jobs' | 'approvals' | 'routes' | 'outbox' | 'redaction' | 'clock'
>;
export type Said = Pick<Message, 'body' | 'buttons'> & { readonly isRefused?: true };

/** What waited is looked at at once: it may be told now. */
export async function changeHere(
  who: Changing,
  change: (chat: Chat) => Chat,
  deps: HoldDeps,
): Promise<boolean> {
  const { chat } = who;
  if (!(await mayChangeHere(who, deps))) return false;
  await deps.chatBook.update(chat.id, (stored = chat) => change(stored));
  await deps.outbox.retry(chat.id);
  return true;
}

export function set({ address }: Changing, settings: TopicSettings): (chat: Chat) => Chat {
  return (chat) => withSettings(chat, address, settings);
}

/** The zone of times of day: that of the chat or topic, else of the person's private chat; else UTC, which is a guess. */
export async function zoneAt(
  { chat, address, userId }: Changing,
  { chatBook }: Pick<HoldDeps, 'chatBook'>,
): Promise<{ readonly zone: string; readonly isGuessed: boolean }> {
  const here = settingsOf(chat, address).zone;
  const known = here || (await chatBook.get(userId))?.zone;
  return { zone: known ?? 'UTC', isGuessed: known === undefined };
}

export function refused({ voice }: Pick<Changing, 'voice'>): Said {
  return { body: voice.speak('reply-change-forbidden'), isRefused: true };
}

export interface MuteUntil {
  readonly untilMs: number;
  /** It was said in a zone that nobody has set. */
  readonly isGuessedZone?: boolean;
}

export async function muteChat(
  { untilMs, isGuessedZone }: MuteUntil,
  who: Changing,
  deps: HoldDeps,
): Promise<Said> {
  const { voice } = who;
  const mutedUntil = new Date(untilMs).toISOString();
  if (!(await changeHere(who, set(who, { mutedUntil }), deps))) return refused(who);
  const at = instantText(untilMs, deps.clock.now(), voice);
  const hint = isGuessedZone ? [voice.speak('reply-zone-guessed')] : [];
  const body = join([voice.speak('reply-muted', { at }), ...hint], '\n');
  return { body: signed(body, who), buttons: [[unmuteButton(voice)]] };
}

export async function unmuteChat(who: Changing, deps: HoldDeps): Promise<Said> {
  const { voice, chat, address } = who;
  const { quiet } = settingsOf(chat, address);
  if (!(await changeHere(who, set(who, { mutedUntil: '' }), deps))) return refused(who);
  const still = wholeHoldLines({ quiet, mutedUntil: '' }, deps.clock.now(), voice);
  return { body: signed(join([voice.speak('reply-unmuted'), ...still], '\n'), who) };
}

interface ZoneSource {
  /** Nobody named one. */
  readonly zoneIsGuessed?: boolean;
  /** As somebody wrote it. */
  readonly zoneGiven?: string;
}

export async function setQuiet(
  quiet: QuietHours | 'off',
  who: Changing,
  { zoneIsGuessed = false, zoneGiven, ...deps }: HoldDeps & ZoneSource,
): Promise<Said> {
  const { voice } = who;
  const zone = quiet === 'off' || zoneIsGuessed ? {} : { zone: quiet.zone };
  if (!(await changeHere(who, set(who, { quiet, ...zone }), deps))) return refused(who);
  return {
    body: signed(quietSet(quiet, voice, { zoneIsGuessed, ...defined({ zoneGiven }) }), who),
    ...quietButtons(quiet, voice),
  };
}

function quietSet(
  quiet: QuietHours | 'off',
  voice: Changing['voice'],
  { zoneIsGuessed = false, zoneGiven }: ZoneSource,
): RichText {
  if (quiet === 'off') return voice.speak('reply-quiet-ended');
  const hint = zoneIsGuessed ? [voice.speak('reply-zone-guessed')] : [];
  const named = zoneGiven === undefined ? [] : understood(quiet.zone, zoneGiven, voice);
  const set = voice.speak('reply-quiet-set', { hours: quietText(quiet, voice) });
  return join([set, ...named, ...hint], '\n');
}

/** `CET`, and names of former days, stand for a zone of another name. */
export function understood(zone: string, given: string, { speak }: Changing['voice']): RichText[] {
  const isNamed = given.replaceAll(' ', '_').toLowerCase() === zone.toLowerCase();
  return isNamed
    ? []
    : [speak('reply-zone-understood', { given: plain(given), zone: plain(zone) })];
}
