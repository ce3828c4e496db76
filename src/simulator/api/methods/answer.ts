// Answers taps: each once, within Telegram's time limit.
import { defined } from '../../../runtime/defined.ts';
import { badRequest } from '../../protocol/refusal.ts';
import type { MethodCall, MethodDeps, MethodTable } from './method.ts';

const MAX_ANSWER = 200;

export function createAnswerMethods({ state }: MethodDeps): MethodTable {
  function answerCallbackQuery({ params }: MethodCall): unknown {
    const text = params.text('text');
    if ([...text].length > MAX_ANSWER) badRequest('MESSAGE_TOO_LONG');
    const url = params.text('url');
    const isKnown = state.callbacks.answer(params.text('callback_query_id'), {
      text,
      showAlert: params.flag('show_alert'),
      ...defined({ url: url || undefined }),
    });
    if (!isKnown) {
      badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    return true;
  }

  return { answerCallbackQuery };
}
