// /language: the language of everything that jobwire writes in this chat.
import { plain } from '../../../message/text/rich-text.ts';
import { voiceFor } from '../../sending/speech.ts';
import { languageChoices, languageName } from '../command/choices.ts';
import { type ChatCommandDeps, type Command, replyWith } from '../command/command.ts';
import { mayChangeChat, signed } from './group-changes.ts';

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes' | 'translator'>;

export const language: Command<Deps> = {
  name: 'language',
  access: 'member',
  example: '/language de',
  async run(call, deps) {
    const { words, chat, voice } = call;
    const { chatBook, translator } = deps;
    const [given, ...more] = words;
    if (given === undefined) {
      const { body, buttons } = languageChoices(translator.locales, voice);
      return replyWith(body, buttons);
    }
    const locale = translator.locales.find((one) => one === given.toLowerCase());
    if (locale === undefined || more.length > 0) {
      const locales = plain(translator.locales.join(', '));
      return { kind: 'usage', problem: voice.speak('reply-no-language', { locales }) };
    }
    if (!(await mayChangeChat(call, deps))) return replyWith(voice.speak('reply-change-forbidden'));
    await chatBook.update(chat.id, (stored) => ({ ...(stored ?? chat), locale }));
    const changed = voiceFor(translator, locale);
    const body = changed.speak('reply-language-set', { language: plain(languageName(locale)) });
    return replyWith(signed(body, { ...call, voice: changed }));
  },
};
