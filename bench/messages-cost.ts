// What a chat was told, counted by the calls that reached Telegram.
import type { Call } from '../src/simulator/world/calls.ts';

export interface Cost {
  /** Messages that ask for an approval, and their parts. */
  readonly requests: number;
  /** All other messages: cards, outcomes, digests. */
  readonly others: number;
  readonly edits: number;
}

/** Sends and edits to a chat that went through, the oldest first. */
export function callsTo(calls: readonly Call[], chatId: number): Call[] {
  return calls.filter(({ method, params, answer }) => {
    const isOfChat = Number(params.chat_id) === chatId && answer?.status === 200;
    return isOfChat && /^(?:send(?:Message|Document)|editMessageText)$/.test(method);
  });
}

export function costOf(calls: readonly Call[]): Cost {
  const edits = calls.filter(({ method }) => method === 'editMessageText').length;
  const requests = calls.filter(isRequest).length;
  return { requests, edits, others: calls.length - edits - requests };
}

/** It has the buttons that decide. */
function isRequest({ method, params }: Call): boolean {
  return method === 'sendMessage' && JSON.stringify(params.reply_markup ?? '').includes('"v:');
}
