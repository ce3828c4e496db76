// Contract of button actions: a tap, and the answer to it.
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
  /** Shown as a dialog that must be closed, for what must not be overlooked; else as a toast. */
  readonly alert: boolean;
}

/**
 * Handles one kind of button; `undefined` if the data belongs to another kind. Called again with the
 * same tap if it fails.
 */
export type TapAction = (tap: Tap) => Promise<TapAnswer> | undefined;
