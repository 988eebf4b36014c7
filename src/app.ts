/** The composition root: builds everything a node holds, once, and takes it down again. */
import type { FastifyInstance } from 'fastify';
import { Clock } from './lib/clock';
import { Database } from './lib/database';
import { openFileStore } from './lib/file-store';
import { openLog, type Log } from './lib/log';
import { isEmpty, readBellSecret, readEpoch, readFileSecret, readSandboxSecret } from './lib/meta';
import { SettingsError, type Settings } from './lib/settings';
import { SignedUrls } from './lib/signed-urls';
import { Wordings } from './lib/wording';
import {
  addEvidenceRoutes,
  EVIDENCE_PATH,
  type EvidenceRoutesOptions,
} from './evidence/evidence.routes';
import type { App, Deadline, EvidenceSubject, OnEnding, OnJudged } from './inbox/app';
import { Bell } from './inbox/bell';
import { linkBell, type BellWire } from './inbox/bell.redis';
import { payWorryFree } from './compensation/pay-worry-free';
import { settleOrders } from './compensation/settle-orders';
import { GroupCommit } from './inbox/group-commit';
import { InboxCursors } from './inbox/inbox.cursor';
import { Seals } from './inbox/seals';
import { Tails } from './inbox/tails';
import { Together } from './inbox/together';
import { MIGRATIONS } from './migrations';
import { shipByDeadline } from './orders/order.due';
import { cancelSubmittedReport } from './reports/report.ending';
import { buildSchema } from './schema';
import { Front } from './server/front';
import { Readiness } from './server/readiness';
import { listen, type Listening, type ServerOptions } from './server/server';
import { answerByDeadline, voidPendingCard } from './shipping-proposals/shipping-proposal.due';
import { openSeatRegistry } from './shops/seat.registry';
import { Sweep } from './sweep/sweep';
import { dueDeadline, urgeDeadline } from './tickets/ticket.due';
import { ticketsWith } from './tickets/reply.repository';
import { orderIdOfTicket } from './tickets/ticket.repository';
import { revokeViolations } from './violations/revoke-violations';

/** Everything that falls due by itself, in one look. Of two things due at one instant the lower rank comes first. */
export const DEADLINES: readonly Deadline[] = [
  answerByDeadline,
  shipByDeadline,
  urgeDeadline,
  dueDeadline,
];

/** What ends together with an order's awaiting shipment. */
const ON_ENDING: readonly OnEnding[] = [voidPendingCard, cancelSubmittedReport];

/** What follows the judgment of a ship-by. */
const ON_JUDGED: readonly OnJudged[] = [settleOrders];

/** What evidence can be announced for, beside orders. */
const EVIDENCE_SUBJECTS: readonly EvidenceSubject[] = [
  { idType: 'ticket', orderIdOf: orderIdOfTicket, holdersOf: ticketsWith },
];

export interface ListenOptions
  extends Pick<ServerOptions, 'stallMs' | 'initMs' | 'bodyMs' | 'tabs'>, EvidenceRoutesOptions {
  /** The port, where it is open already. */
  readonly front?: Front;
  /** What is served beside the API. */
  readonly addPages?: (server: FastifyInstance) => void;
}

export interface Node {
  readonly app: App;
  readonly sweep: Sweep;
  /** Signs demo tokens when the sandbox has no identity provider. */
  readonly sandboxSecret: string;
  /** Opens both doors and starts the sweep. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** Releases the database and everything else; a listening node is stopped first. */
  close(): Promise<void>;
}

/** TM-1: the sandbox's clock may be set once, while there is nothing; elsewhere a moved clock is a mistake. */
async function checkClock(db: Database, clock: Clock, settings: Settings): Promise<void> {
  if (!settings.sandbox && (await clock.isMoved(db)))
    throw new SettingsError(
      'This database belongs to a sandbox: its clock was moved. Use another one.',
    );
  const start = settings.sandboxStart;
  if (start !== undefined && (await isEmpty(db)))
    await db.transact((tx) => clock.startAt(tx, start));
}

async function openApp(settings: Settings, db: Database, log: Log): Promise<App> {
  const clock = new Clock(db.kind);
  await checkClock(db, clock, settings);
  const bell = new Bell();
  const together = new Together(db);
  return {
    settings,
    db,
    clock,
    log,
    bell,
    wordings: new Wordings(settings.zone),
    together,
    groupCommit: new GroupCommit(),
    tails: new Tails(together, clock, bell, log),
    cursors: new InboxCursors(await readEpoch(db)),
    seats: openSeatRegistry(db, clock),
    deadlines: DEADLINES,
    onEnding: ON_ENDING,
    onJudged: ON_JUDGED,
    swept: { recorded: 0 },
    files: openFileStore(settings.evidence),
    fileUrls: new SignedUrls(await readFileSecret(db), EVIDENCE_PATH),
    evidenceSubjects: EVIDENCE_SUBJECTS,
    payWorryFree,
    revokeViolations,
  };
}

/**
 * The rings of this database, and a look at the table whenever some may have been missed. A member of a cluster may be told of an entry
 * before it has what the entry is about: it has to find both in its tables.
 */
const bellWire = async ({ db, tails }: App, url: string): Promise<BellWire> => ({
  url,
  epoch: await readEpoch(db),
  seals: db.isCluster ? undefined : new Seals(await readBellSecret(db)),
  onReconnect: () => void tails.poll(),
});

/** Opens a node: database migrated, clock checked, nothing served yet. `readiness` is told what it is at. */
export async function openNode(settings: Settings, readiness = new Readiness()): Promise<Node> {
  const log = openLog(settings.logLevel);
  const { databaseUrl, databasePool, databaseSilenceMs } = settings;
  readiness.enter('MIGRATING');
  const db = await Database.open(databaseUrl, databasePool, MIGRATIONS, databaseSilenceMs);
  readiness.enter('STARTING');
  const app = await openApp(settings, db, log);
  const sandboxSecret = await readSandboxSecret(db);
  const sweep = new Sweep(app);
  const { redisUrl } = settings;
  const link = redisUrl && linkBell(app.bell, await bellWire(app, redisUrl), log);
  app.tails.startPolling();
  return {
    app,
    sweep,
    sandboxSecret,
    async listen(options = {}) {
      const recordDue = settings.sandbox ? () => sweep.runUntilDone() : undefined;
      const front = options.front ?? (await Front.open(settings));
      const listening = await listen(app, front, {
        ...options,
        sandboxSecret,
        schema: buildSchema(recordDue),
        addRoutes: (server, stopping) => {
          addEvidenceRoutes(server, app, stopping, options);
          options.addPages?.(server);
        },
      });
      sweep.start();
      return listening;
    },
    async close() {
      await sweep.stop();
      app.tails.stopPolling();
      if (link) link.close();
      await db.close();
    },
  };
}
