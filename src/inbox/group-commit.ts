/**
 * Group commit: acts that come faster than transactions end share the next ones (act-group.ts). While few come each has its own at once.
 *
 * To the database four acceptances in one transaction cost half as much as in four (README, How fast), so that a node that has much to do
 * has less to do for each.
 */
import { isUnavailable } from '../lib/retry';
import type { App } from './app';
import { performTogether } from './act-group';
import { performAlone, type Errand, type Performed } from './errand';

/** Transactions at once; what comes meanwhile waits for the first of them to end. None of them waits for rows that others hold. */
const MOST_GROUPS = 3;
/** Acts in one of them: all are answered when the last is judged. */
const MOST_ACTS = 16;

interface Waiting {
  readonly errand: Errand<unknown>;
  readonly resolve: (performed: Performed<unknown>) => void;
  readonly reject: (error: Error) => void;
}

export class GroupCommit {
  private readonly waiting: Waiting[] = [];
  private groups = 0;

  perform<R>(app: App, errand: Errand<R>): Promise<Performed<R>> {
    // Locks of a cluster are known only when it commits: acts of one transaction would fail together.
    if (app.db.isCluster) return performAlone(app, errand);
    return new Promise((resolve, reject) => {
      this.waiting.push({ errand, resolve, reject } as Waiting);
      this.leave(app);
    });
  }

  private leave(app: App): void {
    while (this.groups < MOST_GROUPS && this.waiting.length > 0) {
      this.groups += 1;
      void perform(app, this.waiting.splice(0, MOST_ACTS)).finally(() => {
        this.groups -= 1;
        this.leave(app);
      });
    }
  }
}

async function perform(app: App, group: readonly Waiting[]): Promise<void> {
  const errands = group.map(({ errand }) => errand);
  const answers = await performTogether(app, errands).catch((error: unknown) => error as Error);
  for (const [index, { errand, resolve, reject }] of group.entries()) {
    const answer = answers instanceof Error ? undefined : answers[index];
    // Of a database that went away nobody knows whether it has committed: to try again could do it twice.
    if (isUnavailable(answers)) reject(answers as Error);
    else if (answer === undefined) performAlone(app, errand).then(resolve, reject);
    else resolve(answer);
  }
}
