// Sends text, documents and "typing".

import { badRequest } from '../../protocol/refusal.ts';
import type { MessageAuthor } from '../../world/model.ts';
import { messageOnWire } from '../../world/wire.ts';
import { checkMarkup } from '../check-keyboard.ts';
import { checkCaption, checkText } from '../check-text.ts';
import { checkTarget } from '../message-target.ts';
import { reachableChat } from '../reach.ts';
import type { MethodCall, MethodDeps, MethodTable } from './method.ts';

const ACTIONS = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]);

export function createSendMethods({ state, flood }: MethodDeps): MethodTable {
  const bot: MessageAuthor = { id: state.bot.id, firstName: state.bot.first_name, isBot: true };

  function sendMessage({ params }: MethodCall): unknown {
    const text = checkText(params);
    const chat = reachableChat(state, params);
    const markup = checkMarkup(params, { chat, state });
    flood.count(chat);
    const target = checkTarget(state, chat, params);
    const silent = params.flag('disable_notification');
    const message = state.messages.add({
      chatId: chat.id,
      from: bot,
      ...text,
      ...markup,
      ...target,
      silent,
    });
    return messageOnWire(state, message);
  }

  function sendDocument({ params }: MethodCall): unknown {
    const file = params.file('document') ?? badRequest('there is no document in the request');
    if (file.sizeBytes === 0) badRequest('file must be non-empty');
    const caption = checkCaption(params);
    const chat = reachableChat(state, params);
    const markup = checkMarkup(params, { chat, state });
    flood.count(chat);
    const target = checkTarget(state, chat, params);
    const fileId = `document-${state.clock.token(12)}`;
    const message = state.messages.add({
      chatId: chat.id,
      from: bot,
      ...caption,
      ...markup,
      ...target,
      silent: params.flag('disable_notification'),
      document: { fileId, ...file },
    });
    return messageOnWire(state, message);
  }

  function sendChatAction({ params }: MethodCall): unknown {
    const chat = reachableChat(state, params);
    const action = params.text('action').toLowerCase();
    if (!ACTIONS.has(action)) badRequest('wrong parameter action in request');
    checkTarget(state, chat, params);
    state.changes.publish({ kind: 'action', chatId: chat.id, action });
    return true;
  }

  return { sendMessage, sendDocument, sendChatAction };
}
