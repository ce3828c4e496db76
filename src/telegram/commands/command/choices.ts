// Messages with a button for each choice of a setting, and the callback data of these buttons.
import { type Grant, ROLES } from '../../../audience/access.ts';
import {
  CARD_SETTINGS,
  type CardSetting,
  ownSettings,
  settingsOf,
} from '../../../audience/address-settings.ts';
import {
  LEVELS,
  type Level,
  SUBSCRIPTION_KINDS,
  type Subscription,
} from '../../../audience/chat-book.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import type { Button, Message } from '../../../message/message.ts';
import { join, plain, styled } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import { type CommandPlace, speakHere } from './place.ts';

export type Choice =
  | { readonly setting: 'level'; readonly level: Level }
  | { readonly setting: 'cards'; readonly cards: CardSetting }
  | { readonly setting: 'language'; readonly locale: string }
  /** A topic has it as its group has it again. */
  | { readonly setting: 'group'; readonly what: 'level' | 'cards' | 'all' }
  | {
      readonly setting: 'subscription';
      readonly kind: Subscription['kind'];
      readonly id: string;
      /** Of a chat that follows more, which includes it; absent: that was not asked yet. */
      readonly narrowing?: Narrowing;
    }
  | { readonly setting: 'grant'; readonly choice: GrantChoice };

/** Whether a chat shall follow only something, or go on as it is. */
export type Narrowing = 'only' | 'keep';

/** Who gets which role, in which project. */
export interface GrantChoice {
  readonly userId: number;
  readonly grant: Grant;
  readonly knownAs?: string;
}

type Choices = Pick<Message, 'body' | 'buttons'>;

/** Telegram's limit for callback data. */
const MAX_ACTION_BYTES = 64;

/** `undefined` for the data of other buttons. */
export function parseChoice(data: string, locales: readonly string[]): Choice | undefined {
  const [setting, value] = data.split(':');
  const level = LEVELS.find((one) => one === value);
  if (setting === 'level' && level !== undefined) return { setting: 'level', level };
  const cards = CARD_SETTINGS.find((one) => one === value);
  if (setting === 'cards' && cards !== undefined) return { setting: 'cards', cards };
  const what = (['level', 'cards', 'all'] as const).find((one) => one === value);
  if (setting === 'group' && what !== undefined) return { setting: 'group', what };
  const locale = locales.find((one) => one === value);
  if (setting === 'lang' && locale !== undefined) return { setting: 'language', locale };
  const choice = readGrant(data);
  if (choice !== undefined) return { setting: 'grant', choice };
  return readSubscription(data);
}

function readSubscription(data: string): Choice | undefined {
  const [, wants, name, id] = /^(sub|only|keep):([a-z]+):(.*)$/s.exec(data) ?? [];
  const kind = SUBSCRIPTION_KINDS.find((one) => one === name);
  if (kind === undefined || id === undefined) return undefined;
  const narrowing = (['only', 'keep'] as const).find((one) => one === wants);
  return { setting: 'subscription', kind, id, ...defined({ narrowing }) };
}

/** `undefined` if the id is too long for a button. */
export function subscribeButton(
  label: string,
  kind: Subscription['kind'],
  id: string,
): Button | undefined {
  return fittingButton(label, `sub:${kind}:${id}`);
}

/** None if the id is too long for a button. */
export function narrowButtons(
  { kind, id }: Pick<Subscription, 'kind' | 'id'>,
  labels: Readonly<Record<Narrowing, string>>,
): Button[] {
  const buttons = (['only', 'keep'] as const).map((one) =>
    fittingButton(labels[one], `${one}:${kind}:${id}`),
  );
  return buttons.some((one) => one === undefined) ? [] : buttons.filter((one) => one !== undefined);
}

/** `undefined` if it is too long for a button. */
export function grantButton(label: string, { userId, grant, knownAs }: GrantChoice) {
  const { role, projectId = '' } = grant;
  const person = encodeURIComponent(knownAs ?? '');
  return fittingButton(label, `grant:${userId}:${role}:${person}:${projectId}`);
}

/** `undefined` if it is too long for a button. */
export function fittingButton(label: string, action: string): Button | undefined {
  return Buffer.byteLength(action) > MAX_ACTION_BYTES ? undefined : { label, action };
}

function readGrant(data: string): GrantChoice | undefined {
  const [, id, name, person = '', projectId] =
    /^grant:([1-9]\d{0,15}):([a-z]+):([^:]*):(.*)$/s.exec(data) ?? [];
  const role = ROLES.find((one) => one === name);
  if (role === undefined || projectId === undefined) return undefined;
  const knownAs = person === '' ? {} : { knownAs: decodeURIComponent(person) };
  const project = projectId === '' ? {} : { projectId };
  return { userId: Number(id), grant: { role, ...project }, ...knownAs };
}

export function levelChoices(place: CommandPlace): Choices {
  const { speak } = place.voice;
  const current = settingsOf(place.chat, place.address).level;
  const label = (level: Level) => speak(`reply-level-${level}`).text;
  const posts = speak(`reply-level-${current}-posts`);
  const meanings = LEVELS.map((level) =>
    level === 'all'
      ? speakHere('reply-level-all-meaning', place)
      : speak(`reply-level-${level}-meaning`),
  );
  return {
    body: join(
      [speak('reply-level-is', { level: styled(posts, { type: 'bold' }) }), ...meanings],
      '\n',
    ),
    buttons: [
      LEVELS.map((level) => button(label(level), `level:${level}`, level === current)),
      ...followGroup('level', place),
    ],
  };
}

export function cardChoices(place: CommandPlace): Choices {
  const { speak } = place.voice;
  const current = settingsOf(place.chat, place.address).cards;
  const label = (one: CardSetting) => speak(`reply-cards-${one}`).text;
  return {
    body: speak('reply-cards-now', { cards: styled(label(current), { type: 'bold' }) }),
    buttons: [
      CARD_SETTINGS.map((one) => button(label(one), `cards:${one}`, one === current)),
      ...followGroup('cards', place),
    ],
  };
}

/** A row for a topic that has it, or anything, for itself; none elsewhere. */
export function followGroup(
  what: 'level' | 'cards' | 'all',
  { chat, address, voice }: CommandPlace,
): Button[][] {
  const own = ownSettings(chat, address);
  const hasOwn = what === 'all' ? Object.keys(own).length > 0 : own[what] !== undefined;
  const label = voice.speak('reply-group-button').text;
  return hasOwn ? [[{ label, action: `group:${what}` }]] : [];
}

export function languageChoices(locales: readonly string[], { locale, speak }: Voice): Choices {
  return {
    body: speak('reply-language-now', { language: plain(languageName(locale)) }),
    buttons: locales.map((one) => [button(languageName(one), `lang:${one}`, one === locale)]),
  };
}

/** A language's own name for itself, as it stands alone: `Deutsch`, `Español`. */
export function languageName(locale: string): string {
  const name = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

function button(label: string, action: string, isCurrent: boolean): Button {
  return { label: isCurrent ? `• ${label} •` : label, action };
}
