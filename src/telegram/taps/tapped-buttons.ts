// The buttons that a tapped message really has; an app can send any data with any message.
import type { Tap } from '../handling/tap.ts';
import { actionsIn } from '../sending/keyboard.ts';

/** Their callback data. */
export function tappedButtons({ query: { message } }: Tap): string[] {
  return actionsIn('reply_markup' in message ? message.reply_markup : undefined);
}
