// Taps on the buttons of /grant and /revoke that ask for what was not said, in the private chat of an admin.
import { isAdminSomewhere } from '../../audience/access.ts';
import type { Message } from '../../message/message.ts';
import { plain } from '../../message/text/rich-text.ts';
import type { ChatCommandDeps } from '../commands/command/command.ts';
import { knownProjects } from '../commands/people/known-projects.ts';
import { applyRevoke } from '../commands/people/revoke.ts';
import {
  askGrantProject,
  askRevoke,
  askRole,
  type RoleAction,
  readRoleAction,
} from '../commands/people/role-buttons.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { chatTitle, freshChat, senderName } from '../sending/sender.ts';
import { tappedButtons } from './tapped-buttons.ts';

type Deps = Parameters<typeof applyRevoke>[2] &
  Pick<ChatCommandDeps, 'jobs' | 'approvals' | 'routes'>;

type Shown = Pick<Message, 'body' | 'buttons'>;

export function createRoleTaps(deps: Deps): TapAction {
  async function act(tap: Tap, action: RoleAction): Promise<TapAnswer> {
    const { from, message } = tap.query;
    if (!isAdminSomewhere(await deps.members.get(from.id))) return refusal(tap, 'tap-admin-only');
    // An app can send any data with any message; and what these show is for one person alone.
    const isTheirs = message.chat.id === from.id && tappedButtons(tap).includes(tap.data);
    if (!isTheirs) return refusal(tap, 'tap-setting-gone');
    const { body, buttons = [] } = await answerTo(tap, action, deps);
    const content = { body, buttons, silent: true };
    await deps.outbox.post(addressOf(message), content, { editing: message.message_id });
    return { text: plain(''), alert: false };
  }

  return (tap) => {
    const action = readRoleAction(tap.data);
    return action === undefined ? undefined : act(tap, action);
  };
}

async function answerTo(tap: Tap, action: RoleAction, deps: Deps): Promise<Shown> {
  const { voice, query } = tap;
  const member = await deps.members.get(query.from.id);
  switch (action.kind) {
    case 'give':
      return askRole(action, voice);
    case 'give-role':
      return askGrantProject(action, await projectsKnownTo(tap, deps), { voice, member });
    case 'take':
      return askRevoke(action.userId, await deps.members.get(action.userId), {
        voice,
        member,
      });
    case 'revoke': {
      const { from } = query;
      const admin = {
        ...{ userId: from.id, userName: senderName(from), voice, member },
        chat: await chatOf(tap, deps),
      };
      return applyRevoke(action, admin, deps);
    }
  }
}

async function projectsKnownTo(tap: Tap, deps: Deps): Promise<string[]> {
  const { from } = tap.query;
  const [member, chat] = await Promise.all([deps.members.get(from.id), chatOf(tap, deps)]);
  return knownProjects({ member, chat, address: { chatId: chat.id } }, deps);
}

async function chatOf({ query: { message }, voice }: Tap, { chatBook }: Pick<Deps, 'chatBook'>) {
  const { chat } = message;
  const about = { id: chat.id, kind: 'private', title: chatTitle(chat) } as const;
  return (await chatBook.get(chat.id)) ?? freshChat(about, voice.locale);
}

function refusal({ voice }: Tap, key: string): TapAnswer {
  return { text: voice.speak(key), alert: true };
}
