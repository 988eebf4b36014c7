import { useState } from 'react';
import { follow, type Settlement } from './settlement';

/** One look at the sweep. */
export interface Look {
  readonly waiting: number;
  readonly serverTime: string;
}

/** Follows the looks as they come. */
export function useSettlement(look: Look | undefined): Settlement | undefined {
  const [seen, setSeen] = useState<{ look: Look; settlement: Settlement }>();
  if (look !== undefined && look.serverTime !== seen?.look.serverTime) {
    const at = Date.parse(look.serverTime);
    setSeen({ look, settlement: follow(seen?.settlement, look.waiting, at) });
  }
  return seen?.settlement;
}
