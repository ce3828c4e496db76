// /help: the commands that this person may use, or one of them in full.

import type { Voice } from '../../message/locale/voice.ts';
import { codeExcerpt } from '../../message/text/excerpt.ts';
import { join, plain, type RichText, styled } from '../../message/text/rich-text.ts';
import { type ChatCommandDeps, type Command, replyWith, usageReply } from './command/command.ts';
import { type CommandPlace, speakHere } from './command/place.ts';
import { withDashboard } from './command/to-dashboard.ts';

export const help: Command<Pick<ChatCommandDeps, 'dashboardUrl'>> = {
  name: 'help',
  access: 'anyone',
  example: '/help level',
  async run(call, deps) {
    const { words, commands, voice } = call;
    const wanted = words[0]?.replace(/^\//, '').toLowerCase();
    if (wanted === undefined) {
      const lines = commands.map((one) => line(one, voice));
      return { kind: 'reply', ...withDashboard(join(lines, '\n'), call, deps) };
    }
    const command = commands.find(({ name }) => name === wanted);
    if (command === undefined)
      return usageReply({ voice }, 'reply-no-command', { given: `/${wanted}` });
    return replyWith(join([voice.speak(`command-${wanted}`), usageText(command, call)], '\n'));
  },
};

/** The command's syntax where it is written, with an example if that says more. */
export function usageText(command: Command, place: CommandPlace): RichText {
  const { speak, has } = place.voice;
  const { name, isAsInGroup } = command;
  const key = `command-${name}-usage`;
  const usage = isAsInGroup === true ? speakHere(key, place) : speak(key);
  // With words of the chat's language, where it has any.
  const own = `command-${name}-example`;
  const example = has(own) ? speak(own).text : command.example;
  return speak('reply-usage', {
    usage: styled(codeExcerpt(usage.text, 200), { type: 'code' }),
    example: example === usage.text ? undefined : styled(example, { type: 'code' }),
  });
}

function line({ name }: Command, { speak }: Voice): RichText {
  return join([plain(`/${name} – `), speak(`command-${name}`)]);
}
