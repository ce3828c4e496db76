// The Bot API's objects as far as the simulator uses them, with their names on the wire.

export interface ApiUser {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
}

/** `offset` and `length` count UTF-16 units. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
  /** Of `date_time`: epoch seconds. */
  readonly unix_time?: number;
  readonly date_time_format?: string;
  readonly user?: { readonly id: number };
  readonly custom_emoji_id?: string;
}

export interface InlineButton {
  readonly text: string;
  readonly style?: 'danger' | 'success' | 'primary';
  readonly callback_data?: string;
  readonly url?: string;
  readonly copy_text?: { readonly text: string };
  readonly web_app?: { readonly url: string };
  readonly disabled?: object;
}

/** Rows of buttons; empty: no keyboard. */
export type Keyboard = readonly (readonly InlineButton[])[];

export interface BotCommand {
  readonly command: string;
  readonly description: string;
}

/** Any object of the Bot API that is only passed on. */
export type ApiObject = Readonly<Record<string, unknown>>;
