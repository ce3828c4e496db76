// Checks inline keyboards as Telegram does: one action per button, 1 to 64 bytes of data.
import type { InlineButton, Keyboard } from '../protocol/bot-objects.ts';
import { badRequest } from '../protocol/refusal.ts';
import type { SimChat } from '../world/model.ts';
import type { State } from '../world/state.ts';
import { isLink } from './check-entities.ts';
import { asObject, type Params } from './params.ts';

export interface CheckedMarkup {
  readonly keyboard: Keyboard;
  readonly forceReply: boolean;
}

/** Telegram opens Mini Apps by https only; its test servers, and the demo, also by http. */
type OpenedApps = Pick<State, 'appsByHttp'>;

/** Where the message is to be, which decides about its buttons. */
interface MarkupPlace {
  readonly chat: SimChat;
  readonly state: OpenedApps;
}

const ACTIONS = [
  'callback_data',
  'url',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'disabled',
  'callback_game',
  'pay',
] as const;
const LOCAL = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/;
const STYLES: readonly unknown[] = [undefined, 'danger', 'success', 'primary'];
const OTHER_MARKUP = ['keyboard', 'remove_keyboard', 'force_reply'] as const;
const MAX_BUTTONS = 100;

/** `reply_markup` of a new message: an inline keyboard, or another kind, which has no buttons. */
export function checkMarkup(params: Params, place: MarkupPlace): CheckedMarkup {
  const markup = markupOf(params);
  const forceReply = markup?.force_reply === true;
  if (markup === undefined || markup.inline_keyboard === undefined) {
    const known = markup === undefined || OTHER_MARKUP.some((kind) => markup[kind] !== undefined);
    if (!known) badRequest("can't parse reply markup: object expected as reply markup");
    if (markup !== undefined && place.chat.kind === 'channel')
      badRequest('inline keyboard expected');
    return { keyboard: [], forceReply };
  }
  return { keyboard: checkKeyboard(markup.inline_keyboard, place), forceReply };
}

/** `reply_markup` of an edit; absent removes the keyboard. */
export function checkEditedMarkup(params: Params, place: MarkupPlace): Keyboard {
  const markup = markupOf(params);
  if (markup === undefined) return [];
  if (markup.inline_keyboard === undefined) {
    if (Object.keys(markup).length === 0) return [];
    badRequest('inline keyboard expected');
  }
  return checkKeyboard(markup.inline_keyboard, place);
}

function markupOf(params: Params) {
  const given = params.json('reply_markup', 'reply keyboard markup');
  if (given === undefined) return undefined;
  return asObject(given) ?? badRequest('object expected as reply markup');
}

function checkKeyboard(rows: unknown, place: MarkupPlace): Keyboard {
  if (!Array.isArray(rows)) badRequest('field "inline_keyboard" must be of type Array');
  const keyboard = rows.map((row: unknown) => {
    if (!Array.isArray(row))
      return badRequest('field "inline_keyboard" must be an Array of Arrays');
    return row.map((button: unknown) => checkButton(button, place));
  });
  if (keyboard.flat().length > MAX_BUTTONS) badRequest('REPLY_MARKUP_TOO_LONG');
  return keyboard.filter((row) => row.length > 0);
}

function checkButton(given: unknown, place: MarkupPlace): InlineButton {
  const button = asObject(given) ?? refuseButton('expected an Object');
  if (typeof button.text !== 'string') refuseButton('field "text" must be of type String');
  if (button.text.trim() === '') badRequest('BUTTON_TEXT_INVALID');
  const actions = ACTIONS.filter((action) => button[action] !== undefined);
  if (actions.length === 0) refuseButton('Text buttons are unallowed in the inline keyboard');
  if (actions.length > 1)
    refuseButton(`exactly one action is allowed, found ${actions.join(', ')}`);
  if (!STYLES.includes(button.style)) badRequest('BUTTON_STYLE_INVALID');
  checkAction(button as unknown as InlineButton, place);
  return button as unknown as InlineButton;
}

function checkAction(button: InlineButton, { chat, state }: MarkupPlace): void {
  const { callback_data: data, url, web_app: app, copy_text: copy } = button;
  if (data !== undefined && (typeof data !== 'string' || !isWithin(Buffer.byteLength(data), 64))) {
    badRequest('BUTTON_DATA_INVALID');
  }
  if (url !== undefined && !(isLink(url) && hasDot(url))) {
    badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  }
  if (copy !== undefined && !isWithin([...String(copy.text ?? '')].length, 256)) {
    badRequest('BUTTON_COPY_TEXT_INVALID');
  }
  if (app === undefined) return;
  if (chat.kind !== 'private') badRequest('BUTTON_TYPE_INVALID');
  const problem = appProblem(String(app.url), state);
  if (problem !== undefined)
    badRequest(`inline keyboard button Web App URL '${app.url}' ${problem}`);
}

/** What is wrong with the address of a Mini App; `undefined`: nothing. */
export function appProblem(url: string, { appsByHttp }: OpenedApps): string | undefined {
  const isHttps = /^https:\/\//i.test(url);
  if (!isHttps && !(appsByHttp && LOCAL.test(url))) {
    return 'is invalid: Only HTTPS links are allowed';
  }
  return URL.canParse(url) && (!isHttps || hasDot(url)) ? undefined : 'is invalid: Wrong HTTP URL';
}

/** TDLib takes no other host for a button (LinkManager::check_link). */
function hasDot(url: string): boolean {
  return !/^https?:/i.test(url) || new URL(url).hostname.includes('.');
}

function isWithin(length: number, max: number): boolean {
  return length >= 1 && length <= max;
}

function refuseButton(why: string): never {
  return badRequest(`can't parse inline keyboard button: ${why}`);
}
