// Taps on the buttons of /mute and /quiet: the same changes with the same rights as by command.
import { hasAnyRole } from '../../audience/access.ts';
import { zoneCalled } from '../../audience/quiet/zone-time.ts';
import type { ChatCommandDeps } from '../commands/command/command.ts';
import {
  type Changing,
  type HoldDeps,
  type Said,
  setQuiet,
  unmuteChat,
  zoneAt,
} from '../commands/quiet/change-hold.ts';
import { type HoldChoice, parseHold } from '../commands/quiet/hold-buttons.ts';
import { applyMute, muteContext } from '../commands/quiet/mute.ts';
import { muteJob, unmuteJob } from '../commands/quiet/mute-job.ts';
import { readMute } from '../commands/quiet/read-mute.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { senderName } from '../sending/sender.ts';
import { tappedButtons } from './tapped-buttons.ts';
import { viewerOf } from './viewer.ts';

type Deps = HoldDeps & Pick<ChatCommandDeps, 'members'>;

export function createHoldTaps(deps: Deps): TapAction {
  async function act(tap: Tap, choice: HoldChoice): Promise<TapAnswer> {
    const { from, message } = tap.query;
    const viewer = await viewerOf(tap, deps);
    if (viewer === undefined || !hasAnyRole(viewer.member))
      return { text: tap.voice.speak('tap-no-role', { id: String(from.id) }), alert: true };
    // An app can send any data with any message.
    if (!tappedButtons(tap).includes(tap.data))
      return { text: tap.voice.speak('tap-setting-gone'), alert: true };
    const who = { ...viewer, userId: from.id, userName: senderName(from), voice: tap.voice };
    const said = await apply(choice, who, deps);
    if (said === undefined) return { text: tap.voice.speak('tap-unknown'), alert: true };
    if (said.isRefused) return { text: said.body, alert: true };
    const { body, buttons } = said;
    const content = { body, ...(buttons === undefined ? {} : { buttons }), silent: true };
    await deps.outbox.post(addressOf(message), content, { editing: message.message_id });
    return { text: tap.voice.speak('tap-saved'), alert: false };
  }

  return (tap) => {
    const choice = parseHold(tap.data);
    return choice === undefined ? undefined : act(tap, choice);
  };
}

async function apply(choice: HoldChoice, who: Changing, deps: HoldDeps): Promise<Said | undefined> {
  switch (choice.what) {
    case 'mute': {
      const wish = readMute(choice.wish.split(' '), await muteContext(who, deps));
      return wish.kind === 'mute' ? applyMute(wish, who, deps) : undefined;
    }
    case 'unmute':
      return unmuteChat(who, deps);
    case 'mute-job':
      return muteJob({ id: choice.id, isExact: true }, who, deps);
    case 'unmute-job':
      return unmuteJob(choice.id, who, deps);
    case 'quiet-off':
      return setQuiet('off', who, deps);
    case 'quiet': {
      const { times, zone: given } = choice;
      const known = await zoneAt(who, deps);
      const zone = given === undefined ? known.zone : zoneCalled(given);
      if (zone === undefined) return undefined;
      const zoneIsGuessed = given === undefined && known.isGuessed;
      return setQuiet({ ...times, zone }, who, { ...deps, zoneIsGuessed });
    }
  }
}
