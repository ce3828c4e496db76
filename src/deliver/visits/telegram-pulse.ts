// Whether Telegram takes anything: what became of each call, seen from beside the channel.
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Channel, SendOutcome } from '../channel.ts';

/** Contract: calls in a row that Telegram did not take, of all replicas. Kept by redis/monitoring/failing-calls. */
export interface FailingCallsLog {
  note(chatId: number): Promise<void>;
  clear(): Promise<void>;
}

interface Deps {
  readonly failingCalls: FailingCallsLog;
  /** Whether some replica noted any, as was seen last. */
  readonly isFailing: () => boolean;
  readonly log: Pick<Logger, 'debug'>;
}

type Meaning = 'answered' | 'lost' | 'nothing';

/** The same channel, of which each outcome is noted. */
export function watchChannel(channel: Channel, { failingCalls, isFailing, log }: Deps): Channel {
  let hasFailed = false;

  async function note(chatId: number, { kind }: SendOutcome): Promise<void> {
    const meaning = MEANING[kind];
    if (meaning === 'lost') {
      hasFailed = true;
      await failingCalls.note(chatId);
    } else if (meaning === 'answered' && (hasFailed || isFailing())) {
      hasFailed = false;
      await failingCalls.clear();
    }
  }

  /** Sending does not wait for it, and is not harmed by it. */
  function noteBeside(chatId: number, outcome: SendOutcome): SendOutcome {
    note(chatId, outcome).catch((error: unknown) => {
      log.debug({ reason: messageOf(error) }, 'failing_call_not_noted');
    });
    return outcome;
  }

  return {
    send: async (address, message) =>
      noteBeside(address.chatId, await channel.send(address, message)),
    edit: async (address, messageId, message) =>
      noteBeside(address.chatId, await channel.edit(address, messageId, message)),
  };
}

/** A refusal is an answer too. A flood says nothing: Telegram is there and wants peace. */
const MEANING: Readonly<Record<SendOutcome['kind'], Meaning>> = {
  sent: 'answered',
  refused: 'answered',
  gone: 'answered',
  migrated: 'answered',
  unreachable: 'answered',
  'not-allowed': 'answered',
  'no-topic': 'answered',
  flood: 'nothing',
  unavailable: 'lost',
  unknown: 'lost',
  unauthorized: 'lost',
};
