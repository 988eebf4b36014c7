import {
  CallFailed,
  callerFor,
  EXIT,
  signToken,
  startTemporaryServer,
  stopAfterwards,
  type Call,
} from '../story';
import { OrderFileError, readOrderFile, type OrderFile } from './order-file.reader';
import { ProgressBar } from './progress.bar';
import { readOptions, USAGE, UsageError, type ReplayOptions } from './replay.options';
import { ReplayFailed, ReplayPlayer, type Played } from './replay.player';
import { countUp, grouped, problemsOf, readBack, tableOf } from './replay.report';
import { endOf, planSteps, type Step } from './step.planner';

/** Registering the shops takes a moment, in which a running clock must not reach the first event. */
const LEAD_MS = 3_600_000;

/** More problems than this are counted, not listed. */
const LISTED = 20;

async function replay(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  const file = await readOrderFile(options.file);
  const steps = planSteps(file.rows);
  const size = `${grouped(file.rows.length)} orders, ${grouped(steps.length)} seconds in which something happened`;
  console.log(`${options.file}: ${size}`);
  const [first] = steps;
  return first ? playWith(options.server, file, steps, first.at) : report([], file, NOTHING, 0);
}

const NOTHING: Played = { orderIds: new Set(), refused: [] };

async function playWith(
  server: ReplayOptions['server'],
  file: OrderFile,
  steps: readonly Step[],
  firstAt: number,
): Promise<number> {
  if (server) return play(await callTo(server), file, steps, firstAt);
  const startsAt = new Date(firstAt - LEAD_MS).toISOString();
  console.log(`Starting a server on an empty database, its clock at ${startsAt}`);
  return stopAfterwards(await startTemporaryServer(startsAt), async (own) =>
    play(await callTo(own), file, steps, firstAt),
  );
}

async function callTo(server: NonNullable<ReplayOptions['server']>): Promise<Call> {
  const person = { role: 'SYSTEM', sub: 'replay' } as const;
  const token = 'token' in server ? server.token : await signToken(server.secret, person);
  return callerFor(server.url, token);
}

async function play(
  call: Call,
  file: OrderFile,
  steps: readonly Step[],
  firstAt: number,
): Promise<number> {
  const startedAt = performance.now();
  const player = await ReplayPlayer.meet(call, firstAt);
  await playAll(player, file, steps);
  const played = await player.endAt(endOf(file.rows));
  const orders = await readBack(call, played.orderIds);
  return report(orders, file, played, performance.now() - startedAt);
}

/** Registers the sellers as shops, then plays the steps. */
async function playAll(
  player: ReplayPlayer,
  file: OrderFile,
  steps: readonly Step[],
): Promise<void> {
  const shops = new Set(file.rows.map(({ sellerId }) => sellerId));
  const bar = new ProgressBar(process.stdout, 'Replay', shops.size + steps.length);
  let done = 0;
  for (const shopId of shops) {
    await player.registerShop(shopId);
    bar.show((done += 1), 'registering shops');
  }
  for (const step of steps) {
    await player.play(step);
    bar.show((done += 1), `the clock shows ${new Date(step.at).toISOString()}`);
  }
}

function report(
  orders: Parameters<typeof countUp>[0],
  file: OrderFile,
  played: Played,
  tookMs: number,
): number {
  const problems = problemsOf(file.unreadable, played.refused);
  console.log(`\n${tableOf(countUp(orders, problems))}`);
  console.log(`\nPlayed in ${(tookMs / 1000).toFixed(1)} s`);
  for (const { line, what } of problems.slice(0, LISTED)) console.error(`line ${line}: ${what}`);
  if (problems.length > LISTED) console.error(`… and ${grouped(problems.length - LISTED)} more`);
  return problems.length === 0 ? EXIT.fine : EXIT.wrong;
}

/** What the person at the terminal can put right is said in a sentence; all else is a bug, with its stack. */
function explain(failure: unknown): number {
  const isSaid = [OrderFileError, ReplayFailed, CallFailed].some((kind) => failure instanceof kind);
  if (failure instanceof UsageError) console.error(`${failure.message}\n\n${USAGE}`);
  else console.error(isSaid ? (failure as Error).message : failure);
  return EXIT.cannotStart;
}

void replay(process.argv.slice(2))
  .catch(explain)
  .then((code) => (process.exitCode = code));
