/**
 * One act: a transaction together with what it will tell of itself.
 *
 * Commands change rows through `tx`, and say what happened with `trace` (history) and `announce` (inbox entries). Both are
 * written last, just before the commit, so the counters of the inboxes are held for the shortest time and commit order is
 * number order (IN-2).
 */
import { newId } from '../lib/ids';
import type { Transaction } from '../lib/database';
import type { Policy } from '../lib/policy';
import type { EntityClass, Owner } from '../lib/rows';
import { Role } from '../lib/viewer';
import type { ActKind } from './act-kind';
import type { ActApp } from './app';
import type { Ring } from './bell';
import { ALONE, type Company } from './company';
import type { Finder } from './context';
import { HistoryEntry } from './history.entity';
import type { Announcement } from './inbox.repository';

/** What an entry refers to. */
export interface Told {
  readonly orderId?: string;
  readonly proposalId?: string | undefined;
  readonly messageId?: string | undefined;
  readonly ticketId?: string;
  readonly reportId?: string | undefined;
  readonly compensationId?: string | undefined;
  readonly complaintId?: string | undefined;
  readonly violationId?: string | undefined;
}

export interface Change {
  readonly orderId: string;
  readonly subjectId: string;
  readonly rule: string;
  readonly from: string | null;
  readonly to: string | null;
  /** When it became true; now unless a deadline decided. */
  readonly at?: number;
  /** AC-5: for the shop and the platform only. */
  readonly confidential?: boolean;
  /** The policy it was judged by, where that is not the one in force when it became true. */
  readonly policyVersion?: number;
}

/** Deadlines and other acts that no person or program asked for. */
export interface Actor {
  readonly role: Role;
  readonly sub: string | null;
}
export const PARLEY: Actor = { role: Role.SYSTEM, sub: null };

/** A row as an act leaves it, and whose it is. */
export interface Left {
  readonly finder: Finder<unknown>;
  readonly row: { readonly id: string };
  readonly owner: Owner;
}

interface End {
  readonly added: ReadonlyMap<EntityClass<object>, readonly object[]>;
  readonly announcements: readonly Announcement[];
  readonly rings: readonly Ring[];
}

export class Act {
  private instant: number | undefined;
  private isRecordingDue = false;
  private hasRecordedDue = false;
  private readonly memory = new Map<string, Promise<unknown>>();
  private readonly announcements: Announcement[] = [];
  private readonly added = new Map<EntityClass<object>, object[]>();
  private readonly rings: Ring[] = [];
  private readonly leaving: Left[] = [];

  constructor(
    readonly app: ActApp,
    readonly tx: Transaction,
    /** Who asked for it; PARLEY for deadlines. */
    private readonly asker: Actor,
    /** The acts it shares the transaction with. */
    private readonly company: Company = ALONE,
  ) {}

  /** Whose doing it is. */
  get actor(): Actor {
    return this.isRecordingDue ? PARLEY : this.asker;
  }

  /** The instant everything in this act is judged by (TM-1). */
  get now(): number {
    if (this.instant === undefined) throw new Error('An act has no time before tick().');
    return this.instant;
  }

  /** The policy in force now (domain.md §9). */
  get policy(): Policy {
    return this.policyAt(this.now);
  }

  policyAt(instant: number): Policy {
    return this.app.clock.policies.at(instant);
  }

  /** Reads the clock. Called once the locks are held: whoever waited for a lock is judged by the time after it. */
  async tick(): Promise<void> {
    this.instant = await this.app.clock.now(this.tx);
  }

  /** The act's time; read now if nothing needed it before. */
  async time(): Promise<number> {
    if (this.instant === undefined) await this.tick();
    return this.now;
  }

  /** What fell due before is nobody's doing, whoever's act comes upon it and records it (TM-5). */
  async asDue(record: () => Promise<void>): Promise<void> {
    this.isRecordingDue = this.hasRecordedDue = true;
    await record();
    this.isRecordingDue = false;
  }

  /** Loads once per act what several steps need, under the lock they share. */
  once<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.memory.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const loading = load();
    this.memory.set(key, loading);
    return loading;
  }

  /** One entry in each of these inboxes (IN-1). */
  announce(kind: ActKind, inboxes: readonly string[], told: Told, occurredAt?: number): void {
    this.announcements.push({
      inboxes,
      kind,
      occurredAt: occurredAt ?? this.now,
      recordedAt: this.now,
      actor: occurredAt === undefined ? this.actor.role : PARLEY.role,
      actorId: occurredAt === undefined ? this.actorId : null,
      orderId: told.orderId ?? null,
      proposalId: told.proposalId ?? null,
      messageId: told.messageId ?? null,
      ticketId: told.ticketId ?? null,
      reportId: told.reportId ?? null,
      compensationId: told.compensationId ?? null,
      complaintId: told.complaintId ?? null,
      violationId: told.violationId ?? null,
    });
  }

  /** One line of history. A change dated by a deadline is nobody's doing. */
  trace(change: Change): void {
    const line = Object.assign(new HistoryEntry(), change, {
      id: newId('history'),
      at: change.at ?? this.now,
      confidential: change.confidential ?? false,
      actor: change.at === undefined ? this.actor.role : PARLEY.role,
      actorId: change.at === undefined ? this.actorId : null,
      policyVersion: change.policyVersion ?? this.policyAt(change.at ?? this.now).version,
    });
    this.add(HistoryEntry, line);
  }

  /** A row that nothing in this act reads: it is written last, with all others of its kind. */
  add<E extends object>(entity: EntityClass<E>, row: E): void {
    const known = this.added.get(entity);
    if (known === undefined) this.added.set(entity, [row]);
    else known.push(row);
  }

  /**
   * A row as this act leaves it to the last column, which `finder` would find by its id: it need not be read back. What fell due changes
   * rows by the hundred, and nobody keeps them up to date here.
   */
  leave(finder: Finder<unknown>, row: { readonly id: string }, { buyerId, shopKey }: Owner): void {
    if (this.hasRecordedDue) return;
    this.leaving.push({ finder, row, owner: { buyerId, shopKey } });
  }

  get left(): readonly Left[] {
    return this.leaving;
  }

  leftBy(finder: Finder<unknown>, id: unknown): unknown {
    return this.leaving.find((left) => left.finder === finder && left.row.id === id)?.row;
  }

  /**
   * Takes rows for this act: `select` gets what its statement has to end with. In company the act waits for nobody, and goes on by itself
   * where it cannot have all of them at once.
   */
  async take<E>(rows: readonly string[], select: (lock: string) => Promise<E[]>): Promise<E[]> {
    this.company.claim(rows);
    const { forUpdate, skipLocked } = this.app.db.dialect;
    const taken = await select(this.company.isShared ? skipLocked : forUpdate);
    if (taken.length < rows.length) this.goAlone();
    return taken;
  }

  /** Leaves its company, if it has any: what comes now is not for a transaction that others share. */
  goAlone(): void {
    this.company.leave();
  }

  /** Wakes who follows another numbered log, such as a conversation, after the commit. */
  ringAfterCommit(ring: Ring): void {
    this.rings.push(ring);
  }

  /** What it keeps for the end of its transaction (finish.ts). */
  get end(): End {
    const { added, announcements, rings } = this;
    return { added, announcements, rings };
  }

  private get actorId(): string | null {
    const { role, sub } = this.actor;
    return role === Role.SYSTEM ? null : sub;
  }
}
