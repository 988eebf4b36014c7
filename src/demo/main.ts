import { EXIT, startTemporaryServer, stopAfterwards, type TemporaryServer } from '../story';
import { playAgreement } from './agree.scene';
import { AnswerDiffers } from './answer.check';
import { gatherCast, STORY_BEGINS } from './demo.cast';
import { playExpiry } from './expire.scene';
import { playHelp } from './help.scene';
import { playJudgment } from './judgment.scene';
import { playLimit } from './limit.scene';
import { playSilence } from './silence.scene';
import { Stage, wallClock } from './terminal.stage';

const stage = new Stage(process.stdout, process.env['NO_COLOR']);

/** `npm run demo`: the whole story against a server of its own, which is gone when it ends. */
async function playDemo(): Promise<number> {
  stage.title('Parley: negotiated shipping and tickets, live');
  stage.say('A server starts on an empty database. Everything below goes through its GraphQL API,');
  stage.say('the screens are subscriptions, and every answer is compared with the rules.');
  await stopAfterwards(await startTemporaryServer(STORY_BEGINS), playStory);
  stage.title('All answers were as the rules say.');
  return EXIT.fine;
}

async function playStory(server: TemporaryServer): Promise<void> {
  const cast = await gatherCast(server);
  stage.say(`The platform's clock shows ${wallClock(STORY_BEGINS)} (Asia/Shanghai).`);
  try {
    await playAgreement(stage, cast);
    await playExpiry(stage, cast);
    await playLimit(stage, cast);
    await playJudgment(stage, cast, await playHelp(stage, cast));
    await playSilence(stage, cast);
  } finally {
    const { sellersScreen, buyersScreen, platformsScreen } = cast;
    await Promise.all([sellersScreen, buyersScreen, platformsScreen].map((screen) => screen.off()));
  }
}

function explain(failure: unknown): number {
  if (!(failure instanceof AnswerDiffers)) {
    console.error(failure);
    return EXIT.cannotStart;
  }
  stage.differs(failure.message);
  return EXIT.wrong;
}

void playDemo()
  .catch(explain)
  .then((code) => (process.exitCode = code));
