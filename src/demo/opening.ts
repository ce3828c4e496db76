// The people of the demo, their chats, and what they write to the bot before the first job runs.
import type { World } from '../simulator/world/world.ts';

export const ANA = 1001;
export const BEN = 1002;
export const CLEO = 1003;
export const CREW = -1001;

/** Per answer, including a cold start. */
const ANSWER_MS = 15_000;

/** Ana: admin. Ben: becomes an approver, reads German. Cleo: has no role. */
export function addPeople(world: World): void {
  world.addPerson({ id: ANA, firstName: 'Ana', languageCode: 'en' });
  world.addPerson({ id: BEN, firstName: 'Ben', languageCode: 'de' });
  world.addPerson({ id: CLEO, firstName: 'Cleo', languageCode: 'en' });
  for (const id of [ANA, BEN, CLEO]) world.addPrivateChat(id);
  const members = [{ personId: ANA, role: 'creator' as const }, BEN, CLEO];
  world.addGroup({ id: CREW, title: 'Shop crew', members });
}

const OPENING = [
  { chatId: ANA, personId: ANA, text: '/start' },
  { chatId: ANA, personId: ANA, text: `/grant ${BEN} approver` },
  { chatId: BEN, personId: BEN, text: '/start' },
  { chatId: CREW, personId: ANA, text: '/start' },
  { chatId: CREW, personId: ANA, text: '/subscribe project shop' },
] as const;

/** Waits for an answer to each message; rejects with `unavailable` without one. */
export async function playOpening(world: World): Promise<void> {
  for (const message of OPENING) {
    const { chatId, messageId } = world.say(message);
    await world.waitFor(
      ({ messages }) =>
        messages(chatId).some((message) => message.from.isBot && message.messageId > messageId),
      ANSWER_MS,
    );
  }
}
