// `jobwire replay`: publishes stored events again, to a chat or on the bus.
import type { Tools } from '../../app-tools.ts';
import { type Address, addressKey } from '../../audience/chat-book.ts';
import { mayReceive } from '../../audience/may-receive.ts';
import type { WindowEntry } from '../../batch/window.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { describe } from '../../event/event-types.ts';
import type { EventFilter } from '../../journal/event-filter.ts';
import { groupOf } from '../../routing/flow.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { defineCommand, refuseArguments, wrongUsage } from '../command/command.ts';
import { printToStderr } from '../command/output.ts';
import { readAddress, readInstant } from '../command/parse-options.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';

const CHUNK = 500;

export const replay = defineCommand({
  usage: 'replay --project P --since T [--until T] [--chat C[:topic]]',
  example: 'replay --project shop --since 2h --chat -1001234567890:7',
  about:
    'Publishes the stored events of a project again, in order, and says how many there were.\n\n' +
    '  --since  the earliest: an instant (RFC 3339 or epoch milliseconds) or a time before now, like 2h, 3d\n' +
    '  --until  the latest, in the same form\n' +
    '  --chat   to this chat (and topic), as news that it may see; default: on the televibe bus,\n' +
    '           for its current subscribers',
  options: {
    project: { type: 'string' },
    since: { type: 'string' },
    until: { type: 'string' },
    chat: { type: 'string' },
  },
  async run({ values, positionals }, { clock }) {
    refuseArguments(positionals);
    const { project, since, until, chat } = values;
    if (project === undefined) throw wrongUsage('--project is missing');
    if (since === undefined) throw wrongUsage('--since is missing');
    const now = clock.now();
    const filter = {
      projectIds: [project],
      since: readInstant('since', since, now),
      ...(until === undefined ? {} : { until: readInstant('until', until, now) }),
    };
    const address = chat === undefined ? undefined : readAddress('chat', chat);
    return withTools({ clock }, async (tools) => {
      if (address === undefined) await ontoBus(filter, tools);
      else await intoChat(filter, address, tools);
      return 0;
    });
  },
});

async function ontoBus(filter: EventFilter, { bus, televibe, encode }: Tools): Promise<void> {
  const count = await bus.replay(filter, (event) => {
    // So that jobwire recognises it, even if its project was learned from later events.
    const addition = { jobwire: { replayed_from: event.dialect } };
    return televibe.publishLive({ ...(encode(event) as LiveEnvelope), ...addition });
  });
  print(`${countOf(count)} published again on the bus.`);
}

type LiveEnvelope = Parameters<Tools['televibe']['publishLive']>[0];

async function intoChat(filter: EventFilter, address: Address, tools: Tools): Promise<void> {
  const { bus, replayToChat } = tools;
  const isVisible = await visibilityOf(address, tools);
  let waiting: WindowEntry[] = [];
  let sent = 0;
  const flush = async () => {
    if (waiting.length === 0) return;
    await replayToChat(address, waiting);
    sent += waiting.length;
    waiting = [];
  };
  const count = await bus.replay(filter, async (event, position) => {
    if (!isVisible(event)) return;
    waiting.push({ position, group: groupOf(event), weight: describe(event).weight });
    if (waiting.length === CHUNK) await flush();
  });
  await flush();
  print(`${countOf(sent)} sent again to chat ${addressKey(address)}.`);
  if (sent < count) printToStderr(`${countOf(count - sent)} left out: this chat may not see them.`);
}

async function visibilityOf(
  { chatId }: Address,
  { chatBook }: Tools,
): Promise<(event: CanonicalEvent) => boolean> {
  const [chat, audience] = await Promise.all([chatBook.get(chatId), chatBook.audience()]);
  if (chat === undefined) {
    throw unusableChat(chatId, 'is not known', 'a chat in which somebody wrote /start');
  }
  if (chat.inactive !== undefined) {
    throw unusableChat(chatId, `is inactive (${chat.inactive})`, 'an active chat');
  }
  return (event) => mayReceive(chat, event, audience);
}

function unusableChat(chatId: number, what: string, expected: string): JobwireError {
  return new JobwireError(
    'missing',
    `chat ${chatId} ${what}; expected ${expected}, for example --chat -1001234567890`,
  );
}

function countOf(count: number): string {
  return count === 1 ? '1 event' : `${count} events`;
}
