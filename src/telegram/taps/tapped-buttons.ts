// The buttons that a tapped message really has; an app can send any data with any message.
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Tap } from '../handling/tap.ts';

/** Their callback data. */
export function tappedButtons({ query: { message } }: Tap): string[] {
  const markup: InlineKeyboardMarkup | undefined =
    'reply_markup' in message ? message.reply_markup : undefined;
  return (markup?.inline_keyboard ?? [])
    .flat()
    .flatMap((button) => ('callback_data' in button ? [button.callback_data] : []));
}
