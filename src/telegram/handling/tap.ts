// Contract of what buttons do: a tap, and the answer to it.
import type { CallbackQuery } from 'grammy/types';
import type { Voice } from '../../message/locale/voice.ts';
import type { RichText } from '../../message/text/rich-text.ts';

export type TapHandler = (query: CallbackQuery, signal: AbortSignal) => Promise<void>;

/** A tap on a message of a chat. */
export interface Tap {
  readonly query: CallbackQuery & { readonly message: NonNullable<CallbackQuery['message']> };
  readonly data: string;
  readonly voice: Voice;
}

export interface TapAnswer {
  readonly text: RichText;
  /** A dialog that is to be closed, for what the person must not overlook; else a toast. */
  readonly alert: boolean;
}

/**
 * Does what one kind of button is for; `undefined` when the data is none of its own. It may be
 * called again with the same tap after it failed.
 */
export type TapAction = (tap: Tap) => Promise<TapAnswer> | undefined;
