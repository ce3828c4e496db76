// Edits and deletes messages.

import { badRequest } from '../../protocol/refusal.ts';
import type { Content } from '../../world/messages.ts';
import type { SimChat, SimMessage } from '../../world/model.ts';
import { messageOnWire } from '../../world/wire.ts';
import { checkEditedMarkup } from '../check-keyboard.ts';
import { checkText } from '../check-text.ts';
import type { Params } from '../params.ts';
import { reachableChat } from '../reach.ts';
import type { MethodCall, MethodDeps, MethodTable } from './method.ts';

/** A bot can't delete older messages; edits have no such limit. */
const DELETABLE_MS = 48 * 60 * 60 * 1_000;

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

export function createEditMethods({ state, flood }: MethodDeps): MethodTable {
  function editMessageText({ params }: MethodCall): unknown {
    const text = checkText(params);
    const { chat, message } = editable(params);
    const keyboard = checkEditedMarkup(params, { chat, state });
    flood.count(chat);
    if (message.document !== undefined) badRequest('there is no text in the message to edit');
    return edit(message, { ...text, keyboard });
  }

  function editMessageReplyMarkup({ params }: MethodCall): unknown {
    const { chat, message } = editable(params);
    const keyboard = checkEditedMarkup(params, { chat, state });
    flood.count(chat);
    return edit(message, { text: message.text, entities: message.entities, keyboard });
  }

  function editable(params: Params): { chat: SimChat; message: SimMessage } {
    const chat = reachableChat(state, params);
    const message = find(chat, params) ?? badRequest('message to edit not found');
    if (!message.from.isBot || message.service !== undefined) {
      badRequest("message can't be edited");
    }
    return { chat, message };
  }

  function find(chat: SimChat, params: Params): SimMessage | undefined {
    if (!params.has('message_id')) badRequest('message identifier is not specified');
    return state.messages.get(chat.id, params.integer('message_id') ?? 0);
  }

  function edit(message: SimMessage, content: Content): unknown {
    if (looksLike(message, content)) badRequest(NOT_MODIFIED);
    return messageOnWire(state, state.messages.edit(message, content));
  }

  function deleteMessage({ params }: MethodCall): unknown {
    const chat = reachableChat(state, params);
    const message = find(chat, params) ?? badRequest('message to delete not found');
    const isTooOld = state.clock.now() - message.sentAt > DELETABLE_MS;
    if (isTooOld || !mayDelete(chat, message)) badRequest("message can't be deleted");
    state.messages.remove(chat.id, [message.messageId]);
    return true;
  }

  return { editMessageText, editMessageReplyMarkup, deleteMessage };
}

function mayDelete(chat: SimChat, { from }: SimMessage): boolean {
  return from.isBot || chat.kind === 'private' || chat.bot === 'administrator';
}

function looksLike({ text, entities, keyboard }: SimMessage, content: Content): boolean {
  return (
    text === content.text &&
    JSON.stringify(entities) === JSON.stringify(content.entities) &&
    JSON.stringify(keyboard) === JSON.stringify(content.keyboard)
  );
}
