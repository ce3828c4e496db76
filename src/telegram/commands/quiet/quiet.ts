// /quiet: hours of each day in which this chat or topic gets requests without a sound, and one summary after.
import { settingsOf } from '../../../audience/address-settings.ts';
import { type QuietHours, readTimes } from '../../../audience/quiet/quiet-hours.ts';
import { zoneCalled, zonesLike } from '../../../audience/quiet/zone-time.ts';
import { join, plain } from '../../../message/text/rich-text.ts';
import { signed } from '../chats/group-changes.ts';
import { holdLines } from '../chats/hold-text.ts';
import {
  type Command,
  type CommandCall,
  type CommandReply,
  replyWith,
  usageReply,
} from '../command/command.ts';
import {
  changeHere,
  type HoldDeps,
  refused,
  type Said,
  set,
  setQuiet,
  understood,
  zoneAt,
} from './change-hold.ts';
import { quietButtons, zoneButtons } from './hold-buttons.ts';

const MAX_ZONES = 4;
/** Times, and maybe a zone behind them. */
const TIMES = /^([\d:.h]+\s*[-‐‑‒–—]\s*[\d:.h]+)(?:\s+(\S.*))?$/u;

export const quiet: Command<HoldDeps> = {
  name: 'quiet',
  access: 'member',
  example: '/quiet 22:00-07:00 Europe/Berlin',
  async run(call, deps) {
    const { text, voice } = call;
    if (text === '') return offer(call, deps);
    const off = ['off', voice.speak('reply-quiet-off').text.toLowerCase()];
    if (off.includes(text.toLowerCase())) return answer(await setQuiet('off', call, deps));
    const [, given = '', name] = TIMES.exec(text) ?? [];
    const times = readTimes(given);
    if (times !== undefined) return setTimes({ times, name }, call, deps);
    const zone = zoneCalled(text);
    if (zone === undefined) return wrong(call, 'reply-no-times', text);
    return setZone({ zone, given: text }, call, deps);
  },
};

type Times = Pick<QuietHours, 'from' | 'to'>;

async function setTimes(
  { times, name }: { readonly times: Times; readonly name: string | undefined },
  call: CommandCall,
  deps: HoldDeps,
): Promise<CommandReply> {
  if (times.from === times.to) return wrong(call, 'reply-times-equal', call.text);
  if (name === undefined) {
    const { zone, isGuessed: zoneIsGuessed } = await zoneAt(call, deps);
    return answer(await setQuiet({ ...times, zone }, call, { ...deps, zoneIsGuessed }));
  }
  const zone = zoneCalled(name.trim().replaceAll(' ', '_'));
  if (zone === undefined) {
    const buttons = zoneButtons(times, zonesLike(name, MAX_ZONES));
    const problem = usageReply(call, 'reply-no-zone', { given: name });
    return buttons.length === 0 ? problem : { ...problem, buttons };
  }
  return answer(await setQuiet({ ...times, zone }, call, { ...deps, zoneGiven: name.trim() }));
}

/** Of the hours that there are, or of times that are said later. */
async function setZone(
  { zone, given }: { readonly zone: string; readonly given: string },
  call: CommandCall,
  deps: HoldDeps,
): Promise<CommandReply> {
  const { chat, address, voice } = call;
  const current = settingsOf(chat, address).quiet;
  if (current !== 'off') {
    return answer(await setQuiet({ ...current, zone }, call, { ...deps, zoneGiven: given }));
  }
  if (!(await changeHere(call, set(call, { zone }), deps))) return answer(refused(call));
  const said = [
    voice.speak('reply-zone-set', { zone: plain(zone) }),
    ...understood(zone, given, voice),
  ];
  const body = signed(join(said, '\n'), call);
  return replyWith(body, quietButtons(current, voice).buttons);
}

function answer({ body, buttons }: Said): CommandReply {
  return replyWith(body, buttons);
}

function wrong(call: CommandCall, key: string, given: string): CommandReply {
  const { buttons } = quietButtons(settingsOf(call.chat, call.address).quiet, call.voice);
  return { ...usageReply(call, key, { given }), ...(buttons === undefined ? {} : { buttons }) };
}

async function offer(call: CommandCall, deps: HoldDeps): Promise<CommandReply> {
  const { voice } = call;
  const current = settingsOf(call.chat, call.address).quiet;
  const now = await holdLines(call, deps);
  const hint = voice.speak('reply-quiet-how');
  const none = current === 'off' ? [voice.speak('reply-quiet-none')] : [];
  return replyWith(join([...none, ...now, hint], '\n'), quietButtons(current, voice).buttons);
}
