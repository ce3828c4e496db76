// The button beside the input field of private chats: the bot's default, and what single chats have instead.

export type MenuButton =
  | { readonly type: 'commands' }
  | {
      readonly type: 'web_app';
      readonly text: string;
      readonly web_app: { readonly url: string };
    };

export interface MenuButtons {
  /** `chatId` absent: the default. `undefined` as button: as the default is, or as Telegram's own. */
  set(chatId: number | undefined, button: MenuButton | undefined): void;
  shown(chatId: number | undefined): MenuButton;
}

const COMMANDS: MenuButton = { type: 'commands' };

export function createMenuButtons({ onChange }: { readonly onChange: () => void }): MenuButtons {
  const buttons = new Map<number | undefined, MenuButton>();
  return {
    set(chatId, button) {
      if (button === undefined) buttons.delete(chatId);
      else buttons.set(chatId, button);
      onChange();
    },
    shown: (chatId) => buttons.get(chatId) ?? buttons.get(undefined) ?? COMMANDS,
  };
}
