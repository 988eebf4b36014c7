/** When an order stops awaiting shipment, what hangs from it ends too (SP-13); features listen in `App.onEnding`. */
import type { Act } from '../inbox/act';
import type { Ended, Ending } from '../inbox/app';

export async function endAwaiting(act: Act, orderId: string, ending: Ending): Promise<Ended> {
  let ended: Ended = {};
  for (const listener of act.app.onEnding)
    ended = { ...ended, ...(await listener(act, orderId, ending)) };
  return ended;
}
