// The list of requests that /approvals shows in the group, and what people do with it.
import type { ApprovalRequest, Terms } from '../../../src/approvals/approval.ts';
import type { SimMessage } from '../../../src/simulator/world/model.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { ANA, GROUP, type Started, TOPIC } from '../edge.ts';
import { aRequest } from './a-request.ts';

/** What its buttons say, row by row. */
export const labels = ({ keyboard }: SimMessage) =>
  keyboard.map((row) => row.map(({ text }) => text));

/** `started` answers what was started for the test that runs. */
export function createRequestList(started: () => Pick<Started, 'simulator' | 'stores'>) {
  function open(id: string, terms: Partial<Terms> = {}, fields: Partial<ApprovalRequest> = {}) {
    const action = `deploy ${id}`;
    started().stores.approvals.open(
      aRequest({ id, action, terms: { ...PLAIN_TERMS, ...terms }, ...fields }),
    );
  }

  /** The list of this person, once it is there. */
  function list(personId = ANA): Promise<SimMessage> {
    const { world } = started().simulator;
    const before = world.messages(GROUP).length;
    world.say({ chatId: GROUP, topicId: TOPIC, personId, text: '/approvals' });
    return world.waitFor(({ messages }) =>
      messages(GROUP).find(({ from }, index) => index > before && from.isBot),
    );
  }

  function tap({ messageId }: SimMessage, label: string, personId = ANA) {
    const keyboard = started().simulator.world.message(GROUP, messageId)?.keyboard ?? [];
    const data = keyboard.flat().find(({ text }) => text.endsWith(label))?.callback_data;
    if (data === undefined) throw new Error(`no button ${label}`);
    return started().simulator.world.tap({ chatId: GROUP, messageId, personId, data });
  }

  function changed({ messageId }: SimMessage, look: (message: SimMessage) => boolean) {
    return started().simulator.world.waitFor((world) => {
      const now = world.message(GROUP, messageId);
      return now !== undefined && look(now) ? now : undefined;
    });
  }

  /** Picks by number, one after the other. */
  async function pick(shown: SimMessage, ...numbers: number[]): Promise<void> {
    for (const number of numbers) {
      await tap(shown, ` ${number}`);
      await changed(shown, (now) => labels(now).flat().includes(`☑ ${number}`));
    }
  }

  const statuses = async (...ids: string[]) =>
    Promise.all(ids.map(async (id) => (await started().stores.approvals.get(id))?.outcome?.status));

  return { open, list, tap, changed, pick, statuses };
}
