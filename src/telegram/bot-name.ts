// The bot's own user name, asked for once.
import type { Api } from 'grammy';

/** In lower case, without `@`. Fails while Telegram is away. */
export type BotName = () => Promise<string>;

export function createBotName(api: Api): BotName {
  let known: string | undefined;
  return async () => {
    known ??= (await api.getMe()).username.toLowerCase();
    return known;
  };
}
