/** Everything a running node holds, built once in `src/app.ts` and passed on explicitly. */
import type { Clock } from '../lib/clock';
import type { Database, Transaction } from '../lib/database';
import type { FileStore } from '../lib/file-store';
import type { IdType } from '../lib/ids';
import type { Log } from '../lib/log';
import type { Refusal } from '../lib/refusal';
import type { Settings } from '../lib/settings';
import type { SignedUrls } from '../lib/signed-urls';
import type { Viewer } from '../lib/viewer';
import type { Wordings } from '../lib/wording';
import type { Act, Told } from './act';
import type { Bell } from './bell';
import type { GroupCommit } from './group-commit';
import type { InboxCursors } from './inbox.cursor';
import type { Tails } from './tails';
import type { Together } from './together';

/**
 * Something on orders that falls due by itself. Listed once in `src/app.ts`; the sweep and every command that locks an
 * order read the same list, so what is due is always recorded before anything else happens (TM-5).
 */
export interface Deadline<T = unknown> {
  readonly name: string;
  /** Of two things due at one instant the lower rank is recorded first. */
  readonly rank: number;
  /** SELECTs `order_id, due_at` of what fell due at or before one parameter and is not recorded yet. */
  readonly dueSql: string;
  /** Reads under an order's lock what `due` will look at, so that it can be said together with the lock. */
  load?(act: Act, orderIds: readonly string[]): Promise<unknown>;
  /** What is due now on these orders; their rows are locked. */
  due(act: Act, orderIds: readonly string[]): Promise<Due<T>[]>;
  /** Records and announces what is due, all at once: hundreds of thousands may share one instant (CO-6). */
  record(act: Act, subjects: readonly T[]): Promise<void>;
}

export interface Due<T> {
  readonly dueAt: number;
  readonly subject: T;
}

/** Why an order stopped awaiting shipment. */
export type Ending = 'CONSIGNED' | 'PICKED_UP' | 'CLOSED';

/** What the end of awaiting shipment did to something that hangs from the order; its entry carries it. */
export interface Ended {
  readonly proposalId?: string;
  readonly messageId?: string;
  readonly reportId?: string;
}

/** A feature's answer to an order that stops awaiting shipment (SP-13), in the same transaction. */
export type OnEnding = (act: Act, orderId: string, ending: Ending) => Promise<Ended>;

/** What a judgment of an order's ship-by did to something that hangs from the order; its entry carries it. */
export interface Judged {
  readonly compensationId?: string;
  readonly complaintId?: string;
}

/** A feature's answer to orders whose ship-by was judged, for the first time or anew (OR-6, OR-7, DR-2). By order id. */
export type OnJudged = (
  act: Act,
  orderIds: readonly string[],
) => Promise<ReadonlyMap<string, Judged>>;

/** Something other than an order that evidence is collected for, such as a ticket; it hangs from an order. */
export interface EvidenceSubject {
  readonly idType: IdType;
  /** The order whose lock comes first; undefined when there is no such subject. */
  orderIdOf(tx: Transaction, id: string): Promise<string | undefined>;
  /** The ones that evidence was given in, by what it was given with: replies, contacts, additions. Oldest first. */
  holdersOf(tx: Transaction, subjectIds: readonly string[]): Promise<string[]>;
}
/** TK-12: pays the buyer what staff settle a worry-free order's ticket with; answers with what its entry carries. */
export type PayWorryFree = (
  act: Act,
  payment: {
    readonly orderId: string;
    readonly ticketId: string;
    /** Minor units of the order's currency, more than 0. */
    readonly amountMinor: number;
  },
) => Promise<Told>;

/** TK-17: takes back violations that an upheld appeal names; answers with what stands against it. */
export type RevokeViolations = (
  act: Act,
  revocation: {
    readonly shopKey: string;
    readonly ticketId: string;
    readonly violationIds: readonly string[];
  },
) => Promise<readonly Refusal[]>;

/** The seat registry as the doors need it (AC-2, AC-4). */
export interface SeatRegistry {
  /** The platform's time and the viewer with the permissions in force; null for a disabled seat. */
  admit(viewer: Viewer): Promise<{ now: number; viewer: Viewer | null }>;
  /** The viewers as the registry has them, in the order given; unlike `admit` it records nothing. */
  standing(viewers: readonly Viewer[]): Promise<(Viewer | null)[]>;
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
  readonly together: Together;
  readonly groupCommit: GroupCommit;
  readonly cursors: InboxCursors;
  readonly seats: SeatRegistry;
  readonly deadlines: readonly Deadline[];
  readonly onEnding: readonly OnEnding[];
  readonly onJudged: readonly OnJudged[];
  /** What this node's sweep has recorded since its start. */
  readonly swept: { recorded: number };
  /** Where evidence is kept (EV-3), and the addresses it goes by (EV-2). */
  readonly files: FileStore;
  readonly fileUrls: SignedUrls;
  readonly evidenceSubjects: readonly EvidenceSubject[];
  readonly payWorryFree: PayWorryFree;
  readonly revokeViolations: RevokeViolations;
}

/**
 * What a command sees of the node: no way to the database but its own transaction. A statement beside it would wait for a connection
 * that the transaction holds, and see what it has not committed as if it were not there.
 */
export type ActApp = Omit<App, 'db' | 'together' | 'groupCommit'> & {
  readonly db: Pick<Database, 'dialect' | 'kind' | 'isCluster'>;
};
