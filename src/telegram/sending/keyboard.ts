// Inline keyboards: those of messages that are sent, and the data of those that Telegram describes.
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Message } from '../../message/message.ts';
import { defined } from '../../runtime/defined.ts';
import type { DashboardButton } from './dashboard-button.ts';

/** Telegram refuses a keyboard with more. */
const MAX_BUTTONS = 100;

/** Without rows, no keyboard at all: what an edit shows then has none any more. */
export function keyboardOf(
  { buttons = [], opens }: Pick<Message, 'buttons' | 'opens'>,
  chatId: number,
  toDashboard: DashboardButton,
): { reply_markup?: InlineKeyboardMarkup } {
  const open = opens && toDashboard(opens, chatId);
  const hasRoom = buttons.flat().length < MAX_BUTTONS;
  const rows = [
    ...buttons.map((row) =>
      row.map(({ label, action, style }) => ({
        text: label,
        callback_data: action,
        ...defined({ style }),
      })),
    ),
    ...(open !== undefined && hasRoom ? [[open]] : []),
  ];
  return rows.length === 0 ? {} : { reply_markup: { inline_keyboard: rows } };
}

/** Callback data of the buttons of a message. */
export function actionsIn(markup: InlineKeyboardMarkup | undefined): string[] {
  return (markup?.inline_keyboard ?? [])
    .flat()
    .flatMap((button) => ('callback_data' in button ? [button.callback_data] : []));
}
