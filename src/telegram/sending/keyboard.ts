// Buttons as Telegram describes those of a message.
import type { InlineKeyboardMarkup } from 'grammy/types';

/** Their callback data. */
export function actionsIn(markup: InlineKeyboardMarkup | undefined): string[] {
  return (markup?.inline_keyboard ?? [])
    .flat()
    .flatMap((button) => ('callback_data' in button ? [button.callback_data] : []));
}
