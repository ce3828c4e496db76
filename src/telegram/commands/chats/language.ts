// /language: the language of everything that jobwire writes in this chat.
import { joinList } from '../../../message/locale/list-text.ts';
import { excerpt } from '../../../message/text/excerpt.ts';
import { oneLine, plain } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import { voiceFor } from '../../sending/speech.ts';
import { languageChoices, languageName } from '../command/choices.ts';
import { type ChatCommandDeps, type Command, replyWith, usageReply } from '../command/command.ts';
import { mayChangeChat, signed } from './group-changes.ts';

const MAX_GIVEN_UNITS = 60;

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
    if (locale === undefined) {
      const { buttons } = languageChoices(translator.locales, voice);
      const problem = voice.speak('reply-no-language', {
        given: oneLine(excerpt(given, MAX_GIVEN_UNITS)),
        locales: joinList(
          translator.locales.map((one) => plain(`${languageName(one)} (${one})`)),
          voice,
        ),
      });
      return { kind: 'usage', problem, ...defined({ buttons }) };
    }
    if (more.length > 0) return usageReply(call, 'reply-surplus', { given: more[0] });
    if (!(await mayChangeChat(call, deps))) return replyWith(voice.speak('reply-change-forbidden'));
    await chatBook.update(chat.id, (stored) => ({ ...(stored ?? chat), locale }));
    const changed = voiceFor(translator, locale);
    const body = changed.speak('reply-language-set', { language: plain(languageName(locale)) });
    return replyWith(signed(body, { ...call, voice: changed }));
  },
};
