// The state of the world, which the Bot API's methods read and change.
import type { Clock } from '../../runtime/clock.ts';
import { createMenuButtons, type MenuButtons } from '../apps/menu-buttons.ts';
import type { ApiObject, ApiUser } from '../protocol/bot-objects.ts';
import { type Callbacks, createCallbacks } from './callbacks.ts';
import { type CallLog, createCallLog } from './calls.ts';
import { type Changes, createChanges } from './changes.ts';
import { type CommandTable, createCommandTable } from './command-table.ts';
import { createFaults, type FaultQueue } from './faults.ts';
import { createMessages, type Messages } from './messages.ts';
import { type Chats, createChats, createPeople, type People } from './people.ts';

/** Contract: where updates for the bot go. Implemented by api/update-queue.ts. */
export interface UpdateSink {
  /** `kind` is the field of the update: `message`, `callback_query`, `my_chat_member`. */
  push(kind: string, body: ApiObject): void;
}

export interface State {
  readonly clock: Clock;
  readonly bot: ApiUser;
  readonly changes: Changes;
  readonly people: People;
  readonly chats: Chats;
  readonly messages: Messages;
  readonly callbacks: Callbacks;
  readonly commands: CommandTable;
  readonly menuButtons: MenuButtons;
  readonly calls: CallLog;
  readonly faults: FaultQueue;
  readonly updates: UpdateSink;
  /** Of the bot. */
  readonly token: string;
  /** Whether it opens Mini Apps of this machine by http. */
  readonly appsByHttp: boolean;
}

interface Deps {
  readonly clock: Clock;
  readonly bot: ApiUser;
  readonly updates: UpdateSink;
  readonly token: string;
  readonly appsByHttp: boolean;
}

export function createState({ clock, bot, updates, token, appsByHttp }: Deps): State {
  const changes = createChanges({ clock });
  const chats = createChats({ changes });
  return {
    clock,
    bot,
    changes,
    updates,
    token,
    appsByHttp,
    chats,
    people: createPeople({ changes }),
    messages: createMessages({ clock, changes, chats }),
    callbacks: createCallbacks({ clock }),
    commands: createCommandTable({ changes }),
    menuButtons: createMenuButtons({ onChange: () => changes.publish({ kind: 'commands' }) }),
    calls: createCallLog({ clock, onChange: (call) => changes.publish({ kind: 'call', call }) }),
    faults: createFaults({
      clock,
      onChange: (list) => changes.publish({ kind: 'faults', faults: list }),
    }),
  };
}
