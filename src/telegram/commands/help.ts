// /help: the commands that this person may use, or one of them in full.

import type { Voice } from '../../message/locale/voice.ts';
import { codeExcerpt } from '../../message/text/excerpt.ts';
import { join, plain, type RichText, styled } from '../../message/text/rich-text.ts';
import { type Command, replyWith, usageReply } from './command/command.ts';

export const help: Command<unknown> = {
  name: 'help',
  access: 'anyone',
  example: '/help level',
  async run({ words, commands, voice }) {
    const wanted = words[0]?.replace(/^\//, '').toLowerCase();
    if (wanted === undefined)
      return replyWith(
        join(
          commands.map((one) => line(one, voice)),
          '\n',
        ),
      );
    const command = commands.find(({ name }) => name === wanted);
    if (command === undefined)
      return usageReply({ voice }, 'reply-no-command', { given: `/${wanted}` });
    return replyWith(join([voice.speak(`command-${wanted}`), usageText(command, voice)], '\n'));
  },
};

/** The command's syntax, with an example. */
export function usageText({ name, example }: Command, { speak }: Voice): RichText {
  return speak('reply-usage', {
    usage: styled(codeExcerpt(speak(`command-${name}-usage`).text, 200), { type: 'code' }),
    example: styled(example, { type: 'code' }),
  });
}

function line({ name }: Command, { speak }: Voice): RichText {
  return join([plain(`/${name} – `), speak(`command-${name}`)]);
}
