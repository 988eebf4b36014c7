/** Everything a running node holds, built once in `src/app.ts` and passed on explicitly. */
import type { Clock } from '../lib/clock';
import type { Database } from '../lib/database';
import type { Log } from '../lib/log';
import type { Settings } from '../lib/settings';
import type { Viewer } from '../lib/viewer';
import type { Wordings } from '../lib/wording';
import type { Act } from './act';
import type { Bell } from './bell';
import type { InboxCursors } from './inbox.cursor';
import type { Tails } from './tails';

/**
 * Something on orders that falls due by itself. Listed once in `src/app.ts`; the sweep and every command that locks an
 * order read the same list, so what is due is always recorded before anything else happens (TM-5).
 */
export interface Deadline {
  readonly name: string;
  /** Of two things due at one instant the lower rank is recorded first. */
  readonly rank: number;
  /** SELECTs `order_id, due_at` of what fell due at or before one parameter and is not recorded yet. */
  readonly dueSql: string;
  /** The steps of these orders that are due now; their order rows are locked. */
  steps(act: Act, orderIds: readonly string[]): Promise<DueStep[]>;
}

export interface DueStep {
  readonly dueAt: number;
  record(): Promise<void>;
}

/** Why an order stopped awaiting shipment. */
export type Ending = 'CONSIGNED' | 'PICKED_UP' | 'CLOSED';

/** What the end of awaiting shipment did to something that hangs from the order; its entry carries it. */
export interface Ended {
  readonly proposalId?: string;
  readonly messageId?: string;
}

/** A feature's answer to an order that stops awaiting shipment (SP-13), in the same transaction. */
export type OnEnding = (act: Act, orderId: string, ending: Ending) => Promise<Ended>;

/** The seat registry as the doors need it (AC-2, AC-4). */
export interface SeatRegistry {
  /** The platform's time and the viewer with the permissions in force; null for a disabled seat. */
  admit(viewer: Viewer): Promise<{ now: number; viewer: Viewer | null }>;
  /** The viewer as the registry has it; unlike `admit` it records nothing. */
  standing(viewer: Viewer): Promise<Viewer | null>;
  /** The seats set at or after an instant of the platform's time, as `shop` and `seatId`. */
  changedSince(instant: number): Promise<readonly { shop: string; seatId: string }[]>;
}

export interface App {
  readonly settings: Settings;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly wordings: Wordings;
  readonly bell: Bell;
  readonly tails: Tails;
  readonly cursors: InboxCursors;
  readonly seats: SeatRegistry;
  readonly deadlines: readonly Deadline[];
  readonly onEnding: readonly OnEnding[];
}
