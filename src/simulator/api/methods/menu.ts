// The menu button of private chats.

import type { MenuButton } from '../../apps/menu-buttons.ts';
import { badRequest } from '../../protocol/refusal.ts';
import { appProblem } from '../check-keyboard.ts';
import { asObject, type Params } from '../params.ts';
import { reachableChat } from '../reach.ts';
import type { MethodCall, MethodDeps, MethodTable } from './method.ts';

export function createMenuMethods({ state }: MethodDeps): MethodTable {
  function chatIdOf(params: Params): number | undefined {
    if (!params.has('chat_id')) return undefined;
    const chat = reachableChat(state, params);
    return chat.kind === 'private' ? chat.id : badRequest('chat_id must be of a private chat');
  }

  function setChatMenuButton({ params }: MethodCall): unknown {
    const given = params.json('menu_button', 'menu button');
    state.menuButtons.set(chatIdOf(params), given === undefined ? undefined : checked(given));
    return true;
  }

  function checked(given: unknown): MenuButton | undefined {
    const button = asObject(given) ?? badRequest("can't parse menu button: expected an Object");
    switch (button.type) {
      case 'default':
        return undefined;
      case 'commands':
        return { type: 'commands' };
      case 'web_app': {
        const text = String(button.text ?? '').trim();
        if (text === '') badRequest("can't parse menu button: Text must be non-empty");
        const url = String(asObject(button.web_app)?.url ?? '');
        const problem = appProblem(url, state);
        if (problem !== undefined) badRequest(`menu button Web App URL '${url}' ${problem}`);
        return { type: 'web_app', text, web_app: { url } };
      }
      default:
        return badRequest("can't parse menu button: Unsupported type specified");
    }
  }

  return {
    setChatMenuButton,
    getChatMenuButton: ({ params }) => state.menuButtons.shown(chatIdOf(params)),
  };
}
