import {
  CallFailed,
  callerFor,
  EXIT,
  signToken,
  startTemporaryServer,
  stopAfterwards,
} from '../story';
import { planCard } from './card.planner';
import type { CallAs } from './card.player';
import { OrderFileError, readOrderFile, type OrderFile } from './order-file.reader';
import { ProgressBar } from './progress.bar';
import { readOptions, USAGE, UsageError, type ReplayOptions } from './replay.options';
import { ReplayFailed, ReplayPlayer, type Played } from './replay.player';
import { readBack, writeResult, type OrderNode } from './replay.result';
import { countCards, countUp, grouped, problemsOf, tableOf } from './replay.report';
import { endOf, planSteps, type Step } from './step.planner';

/** Registering the shops takes a moment, in which a running clock must not reach the first event. */
const LEAD_MS = 3_600_000;

/** More problems than this are counted, not listed. */
const LISTED = 20;

/** What is to be played. */
interface Story {
  readonly file: OrderFile;
  readonly steps: readonly Step[];
  readonly endsAt: number;
  readonly options: ReplayOptions;
}

async function replay(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  const story = storyOf(options, await readOrderFile(options.file));
  const { file, steps } = story;
  const size = `${grouped(file.rows.length)} orders, ${grouped(steps.length)} seconds in which something happens`;
  console.log(`${options.file}: ${size}`);
  const [first] = steps;
  return first ? playWith(story, first.at) : report([], story, NOTHING, 0);
}

function storyOf(options: ReplayOptions, file: OrderFile): Story {
  const { rows } = file;
  const cards = options.proposals ? rows.flatMap((row) => planCard(row) ?? []) : [];
  return { file, options, steps: planSteps(rows, cards), endsAt: endOf(rows, cards) };
}

const NOTHING: Played = { orderIds: new Set(), refused: [], cardsRefused: 0 };

async function playWith(story: Story, firstAt: number): Promise<number> {
  const { server } = story.options;
  if (server) return play(callAs(server), story, firstAt);
  const startsAt = new Date(firstAt - LEAD_MS).toISOString();
  console.log(`Starting a server on an empty database, its clock at ${startsAt}`);
  return stopAfterwards(await startTemporaryServer(startsAt), async (own) =>
    play(callAs(own), story, firstAt),
  );
}

/** A ready token speaks for one person, the SYSTEM; no other is asked for with it. */
const callAs =
  (server: NonNullable<ReplayOptions['server']>): CallAs =>
  async (person) =>
    callerFor(
      server.url,
      'token' in server ? server.token : await signToken(server.secret, person),
    );

async function play(people: CallAs, story: Story, firstAt: number): Promise<number> {
  const startedAt = performance.now();
  const player = await ReplayPlayer.meet(people, firstAt);
  await playAll(player, story);
  const played = await player.endAt(story.endsAt);
  const orders = await readBack(player.call, played.orderIds);
  return report(orders, story, played, performance.now() - startedAt);
}

/** Registers the sellers as shops, then plays the steps. */
async function playAll(player: ReplayPlayer, { file, steps }: Story): Promise<void> {
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

async function report(
  orders: readonly OrderNode[],
  { file, options }: Story,
  played: Played,
  tookMs: number,
): Promise<number> {
  const problems = problemsOf(file.unreadable, played.refused);
  const counts = countUp(orders, problems);
  const cards = options.proposals ? countCards(orders, played.cardsRefused) : undefined;
  console.log(`\n${tableOf(counts, cards)}`);
  if (options.result !== undefined) await writeResult(options.result, orders);
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
